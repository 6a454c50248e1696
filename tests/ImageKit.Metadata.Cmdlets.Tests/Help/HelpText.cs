using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>Text of the help, to compare.</summary>
internal static partial class HelpText
{
    /// <summary>The lines with text, without indentation.</summary>
    public static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    /// <summary>The text of a page as a console shows it, wherever its lines are broken: without the marks of Markdown, one blank between words.</summary>
    public static string Words(string text) => Blanks().Replace(Marks().Replace(Fences().Replace(text, " "), "$1$2$3$4"), " ").Trim();

    [GeneratedRegex("^```.*$", RegexOptions.Multiline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)|(?<!`)`([^`\n]+)`|\*\*([^*]+)\*\*|\\([\[\]<>*_|\\])")]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
