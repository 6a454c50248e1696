using System.Globalization;
using System.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>Text in Markdown that stays text: no link, no HTML, no table cell, and nobody is mentioned.</summary>
internal static class MarkdownText
{
    private static readonly HashSet<char> Meaningful = [.. "\\`*_{}[]<>()#+!|@&~\"'=^$"];

    /// <summary>What could mean something becomes a character reference, which every renderer shows as the character.</summary>
    public static string Escape(string? text)
    {
        string printable = ReportText.Printable(text, 500);
        StringBuilder escaped = new(printable.Length + 16);
        foreach (char c in printable)
        {
            if (Meaningful.Contains(c))
            {
                escaped.Append("&#").Append(((int)c).ToString(CultureInfo.InvariantCulture)).Append(';');
            }
            else if (c == ':')
            {
                // GitHub makes links of bare addresses.
                escaped.Append("&#58;");
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
