using System.Text;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Images;

/// <summary>
/// ImageKit's URLs: which can be requested, and where a URL contains a transformation. The host is not checked: an account may
/// have a custom domain. See <see href="https://imagekit.io/docs/transformations"/>.
/// </summary>
internal static class ImageUrl
{
    private const int MaximumBytes = 8 * 1024;
    private const string PathPrefix = "/tr:";

    private static readonly string[] DerivedNames = ["ik-thumbnail.", "ik-video.", "ik-gif-video.", "ik-master."];

    /// <summary>Why this is not a URL that can be requested, in a sentence; null if it is one.</summary>
    public static string? Validate(string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return "The URL is empty.";
        }

        if (Encoding.UTF8.GetByteCount(url!) > MaximumBytes)
        {
            return "The URL is longer than 8 KB.";
        }

        if (!PlainText.IsWhole(url!))
        {
            return "The URL contains an unpaired surrogate.";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            return IsFileId(url!) ? "This is not a URL. It looks like a file ID; use -FileId." : "This is not an absolute http or https URL.";
        }

        // UserInfo makes Uri parse the whole URL; a user name is followed by '@'.
        return url!.Contains('@') && uri.UserInfo.Length > 0 ? "The URL contains a user name." : null;
    }

    /// <summary>Whether a text has the form of a URL, valid or not, and so is not a file ID.</summary>
    public static bool HasScheme(string text) => text.IndexOf("://", StringComparison.Ordinal) > 0;

    /// <summary>Whether a text has the form of a file ID in the documentation of the service: 24 hexadecimal digits.</summary>
    private static bool IsFileId(string text) => text.Length == 24 && text.All(Uri.IsHexDigit);

    /// <summary>The transformation in a URL: that in its query, else that in its path; null for an original.</summary>
    public static string? FindTransformation(string url)
    {
        if (FindInQuery(url) is (int start, int end))
        {
            return start == end ? null : Uri.UnescapeDataString(url.Substring(start, end - start));
        }

        return FindInPath(url) is (int first, int last) ? Uri.UnescapeDataString(url.Substring(first, last - first)) : null;
    }

    /// <summary>Whether a URL is that of a file as it is in the library, not of a transformation or an earlier version of it.</summary>
    public static bool IsOfFileItself(string url) =>
        Validate(url) is null && FindTransformation(url) is null && FindInQuery(url, "ik-obj-version=") is null && FindDerivedName(url) is null;

    /// <summary>The name of an asset that is derived from a file and has a path below the file's: a video's still image, its streams. Null for the file itself.</summary>
    public static string? FindDerivedName(string url)
    {
        int pathEnd = Math.Min(IndexOrEnd(url, '?', 0), IndexOrEnd(url, '#', 0));
        int name = pathEnd == 0 ? 0 : url.LastIndexOf('/', pathEnd - 1) + 1;
        return Array.Exists(DerivedNames, derived => string.CompareOrdinal(url, name, derived, 0, derived.Length) == 0)
            ? url.Substring(name, pathEnd - name)
            : null;
    }

    /// <summary>The value of a parameter (<c>name=</c>) of the query, not decoded; null if there is none.</summary>
    public static string? FindParameter(string? url, string parameter) =>
        url is not null && FindInQuery(url, parameter) is (int start, int end) ? url.Substring(start, end - start) : null;

    /// <summary>The URL without some parameters (<c>name=</c>) of its query.</summary>
    public static string RemoveParameters(string url, string[] parameters)
    {
        int query = url.IndexOf('?');
        if (query < 0 || !Array.Exists(parameters, name => url.IndexOf(name, query, StringComparison.Ordinal) > 0))
        {
            return url;
        }

        int fragment = IndexOrEnd(url, '#', query);
        string[] kept = [.. url
            .Substring(query + 1, fragment - query - 1)
            .Split('&')
            .Where(parameter => !Array.Exists(parameters, name => parameter.StartsWith(name, StringComparison.Ordinal)))];
        string head = url.Substring(0, query);
        string tail = url.Substring(fragment);
        return kept.Length == 0 ? head + tail : $"{head}?{string.Join("&", kept)}{tail}";
    }

    /// <summary>The URL without the segment of its path that is a transformation.</summary>
    public static string RemoveTransformationInPath(string url) =>
        FindInPath(url) is (int start, int end) ? url.Remove(start - PathPrefix.Length, end - start + PathPrefix.Length) : url;

    /// <summary>The URL with one more transformation: chained after the one it has, else as the query's <c>tr</c>.</summary>
    public static string AddTransformation(string url, string transformation)
    {
        string steps = TransformationText.RemovePrefix(transformation);
        if (FindInQuery(url) is (int start, int end))
        {
            return url.Insert(end, (start == end ? string.Empty : ":") + Escape(steps));
        }

        if (FindInPath(url) is (_, int last))
        {
            // In the path a slash ends the transformation.
            return url.Insert(last, ":" + Escape(steps).Replace("/", "%2F"));
        }

        int fragment = IndexOrEnd(url, '#', 0);
        int query = url.IndexOf('?');
        string separator = query < 0 || query > fragment ? "?" : query == fragment - 1 || url[fragment - 1] == '&' ? string.Empty : "&";
        return url.Insert(fragment, separator + "tr=" + Escape(steps));
    }

    private static (int Start, int End)? FindInQuery(string url, string parameter = "tr=")
    {
        int fragment = IndexOrEnd(url, '#', 0);
        int position = url.IndexOf('?');
        while (position >= 0 && position < fragment)
        {
            int start = position + 1;
            int end = Math.Min(fragment, IndexOrEnd(url, '&', start));
            if (string.CompareOrdinal(url, start, parameter, 0, parameter.Length) == 0)
            {
                return (start + parameter.Length, end);
            }

            position = end < fragment ? end : -1;
        }

        return null;
    }

    private static (int Start, int End)? FindInPath(string url)
    {
        int pathEnd = Math.Min(IndexOrEnd(url, '?', 0), IndexOrEnd(url, '#', 0));
        int start = url.IndexOf(PathPrefix, StringComparison.Ordinal);
        if (start < 0 || start >= pathEnd)
        {
            return null;
        }

        start += PathPrefix.Length;
        int end = Math.Min(pathEnd, IndexOrEnd(url, '/', start));
        return end > start ? (start, end) : null;
    }

    private static int IndexOrEnd(string text, char c, int from)
    {
        int index = text.IndexOf(c, from);
        return index < 0 ? text.Length : index;
    }

    /// <summary>Encodes what would end the transformation or break the URL; what is encoded already stays.</summary>
    private static string Escape(string steps)
    {
        StringBuilder escaped = new(steps.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(steps))
        {
            char c = (char)b;
            if (c is '&' or '#' or '?' or '+' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}' || b is <= 0x20 or >= 0x7F)
            {
                escaped.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
