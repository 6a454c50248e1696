namespace ImageKit.Metadata.Images;

/// <summary>
/// What makes two URLs the same image from one audit to the next: the list adds <c>updatedAt</c>, which changes with each
/// upload, and signed URLs carry a signature that expires.
/// </summary>
internal static class ImageIdentity
{
    private static readonly string[] Passing = ["updatedAt=", "ik-t=", "ik-s="];

    /// <summary>The URL without what passes; <c>file:</c> and the id for an image without URL.</summary>
    public static string Of(string? url, string? fileId) => url is null ? "file:" + fileId : Of(url);

    private static string Of(string url)
    {
        int query = url.IndexOf('?');
        if (query < 0 || !Passing.Any(name => url.IndexOf(name, query, StringComparison.Ordinal) > 0))
        {
            return url;
        }

        int fragment = url.IndexOf('#', query);
        string tail = fragment < 0 ? string.Empty : url.Substring(fragment);
        string[] kept = [.. url
            .Substring(query + 1, (fragment < 0 ? url.Length : fragment) - query - 1)
            .Split('&')
            .Where(parameter => !Passing.Any(name => parameter.StartsWith(name, StringComparison.Ordinal)))];
        string head = url.Substring(0, query);
        return kept.Length == 0 ? head + tail : $"{head}?{string.Join("&", kept)}{tail}";
    }
}
