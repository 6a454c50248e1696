using System.Globalization;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// The small images of a page, and the origins from which the page may load them. A URL comes from the audited data: only
/// public host names over https are loaded, so that opening a report sends no request into the reader's network.
/// </summary>
internal sealed class Thumbnails(AuditReportOptions options)
{
    private const string Small = "w-160,h-160,c-at_max";
    private const int MaximumOrigins = 32;

    // A video has no small image at its own address.
    private static readonly string[] VideoExtensions = [".mp4", ".webm", ".mov", ".m4v", ".avi", ".mkv"];

    // Special-use names (RFC 6761, 6762, 7686, 8375) and what is common in private networks.
    private static readonly HashSet<string> PrivateDomains = new(
        ["local", "localhost", "internal", "intranet", "private", "corp", "home", "lan", "localdomain", "test", "example", "invalid", "onion", "alt", "arpa"],
        StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The source list of <c>img-src</c>, for the images so far.</summary>
    public string Sources => _origins.Count == 0 ? "data:" : "data: " + string.Join(" ", _origins.OrderBy(origin => origin, StringComparer.Ordinal));

    /// <summary>The address of the small image; null if there can be none.</summary>
    public string? AddressOf(string? url)
    {
        if (options.NoThumbnail || url is null || ImageUrl.Validate(url) is not null || AllowedOrigin(new Uri(url)) is not string origin)
        {
            return null;
        }

        if (_origins.Count >= MaximumOrigins && !_origins.Contains(origin))
        {
            return null;
        }

        _origins.Add(origin);
        return ImageUrl.AddTransformation(url, Small);
    }

    /// <summary>Scheme, host and port as a content security policy writes them; null if the page must not load from there.</summary>
    private string? AllowedOrigin(Uri uri)
    {
        if (VideoExtensions.Any(extension => uri.AbsolutePath.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        bool isLocalService = options.LocalService is { IsLoopback: true } service && service.Scheme == uri.Scheme && service.Authority == uri.Authority && uri.HostNameType is not UriHostNameType.IPv6;
        if (!isLocalService && !(uri.Scheme == Uri.UriSchemeHttps && IsPublicName(uri)))
        {
            return null;
        }

        return $"{uri.Scheme}://{uri.IdnHost}{(uri.IsDefaultPort ? string.Empty : ":" + uri.Port.ToString(CultureInfo.InvariantCulture))}";
    }

    private static bool IsPublicName(Uri uri)
    {
        string[] labels = uri.IdnHost.TrimEnd('.').Split('.');
        string top = labels[labels.Length - 1];
        return uri.HostNameType == UriHostNameType.Dns
            && labels.Length >= 2
            && labels.All(label => label.Length > 0 && label.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_'))
            && top.Any(char.IsLetter)
            && !PrivateDomains.Contains(top);
    }
}
