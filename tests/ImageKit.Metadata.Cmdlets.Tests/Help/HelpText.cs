namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>Text of the help, to compare.</summary>
internal static class HelpText
{
    /// <summary>What PlatyPS puts between the paragraphs of an example.</summary>
    private const char EmptyParagraph = '\u0080';

    /// <summary>The lines that say something, without the indentation that the help takes away or adds.</summary>
    public static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim().Trim(EmptyParagraph)).Where(line => line.Length > 0)];
}
