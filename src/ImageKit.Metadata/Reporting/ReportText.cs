using System.Text;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>Text from images and servers, made fit for files.</summary>
internal static class ReportText
{
    public const int LongestText = 10_000;

    /// <summary>One line without control and direction characters and without halves of characters: safe in every format once escaped.</summary>
    public static string Printable(string? text, int maximumLength = LongestText) =>
        text is null ? string.Empty : WellFormed(PlainText.Clean(text, maximumLength));

    /// <summary>The text with a replacement for each half of a character, which no encoding has.</summary>
    public static string WellFormed(string text)
    {
        StringBuilder? repaired = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (PlainText.IsHalf(text, i) || text[i] is '\uFFFE' or '\uFFFF')
            {
                (repaired ??= new StringBuilder(text))[i] = '\uFFFD';
            }
        }

        return repaired?.ToString() ?? text;
    }

    /// <summary>What the report calls the image.</summary>
    public static string Subject(AuditFinding finding) => Printable(finding.Url ?? finding.FileId ?? "(no address)");
}
