namespace ImageKit.Metadata.Emulator;

/// <summary>The part of a picture's URL behind the endpoint: where it is stored, and what is to be done to it.</summary>
/// <param name="Path">The decoded path, with a slash at its start.</param>
/// <param name="Transformation">What is to be done; null for the original.</param>
/// <param name="IsVideoThumbnail">Whether a still picture of the video at the path is meant.</param>
internal readonly record struct PictureUrl(string Path, Transformation? Transformation, bool IsVideoThumbnail)
{
    /// <summary>What is appended to the URL of a video to get a still picture of it.</summary>
    public const string VideoThumbnail = "ik-thumbnail.jpg";

    /// <summary>Reads what follows the endpoint.</summary>
    /// <param name="rest">Path and query, percent-encoded, without the slash that ends the endpoint.</param>
    /// <exception cref="TransformationException">The service would answer 400.</exception>
    public static PictureUrl Parse(ReadOnlySpan<char> rest)
    {
        int fragment = rest.IndexOf('#');
        rest = fragment < 0 ? rest : rest[..fragment];

        int question = rest.IndexOf('?');
        ReadOnlySpan<char> path = question < 0 ? rest : rest[..question];
        string? transformation = null;
        if (path.StartsWith("tr:"))
        {
            int slash = path.IndexOf('/');
            ReadOnlySpan<char> segment = slash < 0 ? path : path[..slash];
            path = slash < 0 ? [] : path[(slash + 1)..];
            transformation = Decode(segment["tr:".Length..]);
        }

        if (question >= 0 && new ApiQuery(rest[question..].ToString()).TryGet("tr", out string? inQuery) && inQuery is not null)
        {
            transformation = transformation is null ? inQuery : $"{transformation}:{inQuery}";
        }

        bool isThumbnail = path.EndsWith("/" + VideoThumbnail);
        path = isThumbnail ? path[..^(VideoThumbnail.Length + 1)] : path;
        return new PictureUrl("/" + Decode(path), transformation is null ? null : Transformation.Parse(transformation), isThumbnail);
    }

    // Browsers and SDKs send paths that are not quite encoded; the service takes them as they are.
    private static string Decode(ReadOnlySpan<char> text) =>
        text.Contains('%') && ApiQuery.TryDecode(text, plusIsBlank: false, out string? decoded) ? decoded : text.ToString();
}
