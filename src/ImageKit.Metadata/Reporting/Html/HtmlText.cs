using System.Net;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Reporting;

/// <summary>Text and addresses in a page.</summary>
internal static class HtmlText
{
    /// <summary>Text that stays text between tags and within a quoted attribute.</summary>
    public static string Encode(string? text) => WebUtility.HtmlEncode(ReportText.Printable(text));

    /// <summary>An address for a link: http or https only; null for anything else.</summary>
    public static string? Address(string? url) =>
        url is not null && ImageUrl.FindFault(url) is null ? WebUtility.HtmlEncode(ReportText.Printable(url)) : null;

    /// <summary>File name and folder as people read them; the whole text where there are none.</summary>
    public static (string Name, string? Folder) Split(string? url, string? fileId)
    {
        if (url is null)
        {
            return (Encode(fileId ?? "(no address)"), null);
        }

        if (ImageUrl.FindFault(url) is not null)
        {
            return (Encode(url), null);
        }

        // What changes with each upload tells people nothing.
        url = ImageIdentity.ToText(url, null);
        int start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = url.IndexOfAny(['?', '#'], start) is int query and >= 0 ? query : url.Length;
        int slash = url.LastIndexOf('/', end - 1);
        if (slash <= start || slash == end - 1)
        {
            return (Encode(url.Substring(start)), null);
        }

        string file = Unescape(url.Substring(slash + 1, end - slash - 1));
        string rest = url.Substring(end);
        return (Encode($"{file}{rest}"), Encode(Unescape(url.Substring(start, slash - start))));
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text);
}
