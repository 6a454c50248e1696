namespace ImageKit.Metadata.Images;

/// <summary>
/// The one definition of "the same": which file a record is about, and which image of the file (the original or one of its
/// transformations). <see cref="ContentVersion"/> defines the same content.
/// </summary>
/// <remarks>
/// Two records are about the same file if their file IDs are equal. If one of them has no file ID, their URLs decide, without
/// what differs between two URLs of one file. So a row that has only a URL and a row that has the file ID and the same URL are
/// the same file, while two file IDs are two files whatever their URLs.
/// </remarks>
internal readonly struct ImageIdentity
{
    // What differs between two URLs of one image from one listing to the next.
    private static readonly string[] VolatileParameters = ["updatedAt=", "ik-t=", "ik-s="];

    // What names a version, a transformation or a way of delivery, and not another file.
    private static readonly string[] RenditionParameters = [.. VolatileParameters, "ik-obj-version=", "ik-attachment=", "tr="];

    private ImageIdentity(string? url, string? fileId, string? transformation)
    {
        url = string.IsNullOrWhiteSpace(url) ? null : url!.Trim();
        FileId = string.IsNullOrWhiteSpace(fileId) ? null : fileId!.Trim();
        FileUrl = url is null ? null : ToFileUrl(url);
        string? inUrl = url is null ? null : ImageUrl.FindTransformation(url) ?? ImageUrl.FindDerivedName(url);
        Transformation = inUrl ?? (string.IsNullOrWhiteSpace(transformation) ? null : transformation!.Trim());
    }

    /// <summary>The file ID; null if it is not known.</summary>
    public string? FileId { get; }

    /// <summary>The file's URL without scheme, transformation, version and signature: a key, not an address. Null without a URL.</summary>
    public string? FileUrl { get; private init; }

    /// <summary>The transformation, or the name of what is derived from the file (<c>ik-thumbnail.jpg</c>); null for the original.</summary>
    public string? Transformation { get; }

    /// <summary>Whether it is the file as it is stored, and not a transformation of it.</summary>
    public bool IsOriginal => Transformation is null;

    /// <summary>The file's key in a dictionary: its ID, else its URL; null if neither is known.</summary>
    public string? FileKey => FileId ?? FileUrl;

    public static ImageIdentity Of(string? url, string? fileId) => new(url, fileId, null);

    public static ImageIdentity Of(ImageMetadata image) => new(image.Url, image.FileId, image.Transformation);

    /// <summary>The identity of a local file.</summary>
    public static ImageIdentity OfPath(string path) => new() { FileUrl = path };

    /// <summary>The text that names an image in files that outlive a run: the URL without its volatile parameters, or <c>file:</c> and the file ID.</summary>
    public static string ToText(string? url, string? fileId) => url is null ? "file:" + fileId : RemoveVolatileParameters(url);

    /// <summary>The URL without <c>updatedAt</c> and signature, which change while the image stays.</summary>
    public static string RemoveVolatileParameters(string url) => ImageUrl.RemoveParameters(url, VolatileParameters);

    /// <summary>Whether two records are about the same file.</summary>
    public bool IsSameFile(in ImageIdentity other) => FileId is not null && other.FileId is not null
        ? string.Equals(FileId, other.FileId, StringComparison.Ordinal)
        : FileUrl is not null && string.Equals(FileUrl, other.FileUrl, StringComparison.Ordinal);

    private static string ToFileUrl(string url)
    {
        string address = ImageUrl.RemoveTransformationInPath(ImageUrl.RemoveParameters(url, RenditionParameters));
        int fragment = address.IndexOf('#');
        address = fragment < 0 ? address : address.Substring(0, fragment);
        if (ImageUrl.FindDerivedName(address) is string derived)
        {
            int end = address.IndexOf("/" + derived, StringComparison.Ordinal);
            address = address.Substring(0, end);
        }

        // http and https, and a host in either case, are the same address.
        int host = address.IndexOf("://", StringComparison.Ordinal) + 3;
        int path = host < 3 ? -1 : address.IndexOf('/', host);
        if (path > 0)
        {
            address = address.Remove(0, path).Insert(0, address.Substring(host, path - host).ToLowerInvariant());
        }

        return address.IndexOf('%') < 0 ? address : Uri.UnescapeDataString(address);
    }
}
