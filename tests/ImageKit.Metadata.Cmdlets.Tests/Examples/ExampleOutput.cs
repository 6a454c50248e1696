using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>Output without what differs from run to run.</summary>
internal static partial class ExampleOutput
{
    /// <summary>
    /// The text without blank ends, and with a star for the time at which something was asked or connected and for the number
    /// that a request was given. Everything else must be the same.
    /// </summary>
    public static string Comparable(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        return OfThisRun().Replace(string.Join('\n', lines.Select(line => line.TrimEnd())).Trim('\n'), "$1*");
    }

    [GeneratedRegex(@"(^(?:RetrievedAt|ConnectedAt) +: )[0-9/: ]+(?:\(local time\))?$|(?<=request ID )[0-9a-f-]{36}", RegexOptions.Multiline)]
    private static partial Regex OfThisRun();
}
