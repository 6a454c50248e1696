namespace ImageKit.Metadata.Emulator;

/// <summary>What all URLs below an endpoint start with. Scheme and host are the same in any case; the path is not.</summary>
internal sealed class UrlPrefix
{
    private readonly string _origin;
    private readonly string _path;

    /// <param name="endpoint">The endpoint, without a final slash.</param>
    public UrlPrefix(string endpoint)
    {
        int path = endpoint.IndexOf('/', endpoint.IndexOf("//", StringComparison.Ordinal) + 2);
        _origin = path < 0 ? endpoint : endpoint[..path];
        _path = endpoint[_origin.Length..] + "/";
    }

    public bool TryStrip(string url, out ReadOnlySpan<char> rest)
    {
        rest = url;
        if (!url.StartsWith(_origin, StringComparison.OrdinalIgnoreCase) || !rest[_origin.Length..].StartsWith(_path))
        {
            return false;
        }

        rest = rest[(_origin.Length + _path.Length)..];
        return true;
    }
}
