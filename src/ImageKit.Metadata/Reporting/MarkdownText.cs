using System.Globalization;
using System.Text;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>Text in Markdown that stays text: no link, no HTML, no table cell, and nobody is mentioned. Links are made here only.</summary>
internal static class MarkdownText
{
    private const int MaximumLength = 500;

    private static readonly HashSet<char> Special = [.. "\\`*_{}[]<>()#+!|&~\"'=^$:"];

    /// <summary>Every character that can have a meaning becomes a character reference, which is shown as the character.</summary>
    public static string Escape(string? text)
    {
        string printable = ReportText.Printable(text, MaximumLength);
        StringBuilder escaped = new(printable.Length + 16);
        for (int i = 0; i < printable.Length; i++)
        {
            char c = printable[i];
            if (c == '@')
            {
                // GitHub looks for mail addresses after it has read the references; a word joiner ends them.
                escaped.Append("&#64;\u2060");
            }
            else if (Special.Contains(c) || (c == '.' && EndsWithWww(printable, i)))
            {
                // With a colon or "www." GitHub makes links of plain addresses.
                escaped.Append("&#").Append(((int)c).ToString(CultureInfo.InvariantCulture)).Append(';');
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    /// <summary>A link to an image with a text of ours or the image's name; only the text if the address is not http or https.</summary>
    public static string Link(string? text, string? url) =>
        url is not null && ImageUrl.Validate(url) is null ? $"[{Escape(text)}]({Destination(url)})" : Escape(text);

    private static bool EndsWithWww(string text, int end) =>
        end >= 3 && string.Compare(text, end - 3, "www", 0, 3, StringComparison.OrdinalIgnoreCase) == 0;

    private static string Destination(string url)
    {
        StringBuilder address = new(url.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(PlainText.ToWhole(url)))
        {
            char c = (char)b;
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || "-._:/?#=,;%~".Contains(c))
            {
                address.Append(c);
            }
            else if (c == '&')
            {
                address.Append("&amp;");
            }
            else
            {
                address.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return address.ToString();
    }
}
