using System.Net;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Reporting;

/// <summary>The small images of a page, and the origins that the page must be allowed to ask for them.</summary>
internal sealed class Thumbnails(bool isOff)
{
    private const string Small = "w-160,h-160,c-at_max";
    private const int MostOrigins = 32;

    // A video has no small image under its own address.
    private static readonly string[] VideoEndings = [".mp4", ".webm", ".mov", ".m4v", ".avi", ".mkv"];

    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The source list of <c>img-src</c>, for the images asked for so far.</summary>
    public string Sources => _origins.Count switch
    {
        0 => "data:",
        > MostOrigins => "data: https: " + string.Join(" ", _origins.Where(origin => origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase)).Take(MostOrigins)),
        _ => "data: " + string.Join(" ", _origins.OrderBy(origin => origin, StringComparer.Ordinal)),
    };

    /// <summary>The image, lazily loaded; an empty frame where there can be none; nothing at all if they are off.</summary>
    public string Element(string? url, bool canBeRead = true)
    {
        if (isOff)
        {
            return string.Empty;
        }

        if (!canBeRead || url is null || ImageUrl.FindFault(url) is not null || Origin(url) is not string origin)
        {
            return "<span class=\"nothumb\"></span>";
        }

        _origins.Add(origin);
        string source = WebUtility.HtmlEncode(ReportText.Printable(ImageUrl.AddTransformation(url, Small)));
        return $"<img class=\"thumb\" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\" width=\"52\" height=\"52\" alt=\"\" src=\"{source}\">";
    }

    /// <summary>Scheme, host and port as a content security policy has them; null for what it cannot name.</summary>
    private static string? Origin(string url)
    {
        Uri uri = new(url);
        bool plainHost = uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 && uri.IdnHost.All(c => char.IsLetterOrDigit(c) && c < 128 || c is '-' or '.' or '_');
        bool isVideo = VideoEndings.Any(ending => uri.AbsolutePath.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        return plainHost && !isVideo ? $"{uri.Scheme}://{uri.IdnHost}{(uri.IsDefaultPort ? string.Empty : ":" + uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))}" : null;
    }
}
