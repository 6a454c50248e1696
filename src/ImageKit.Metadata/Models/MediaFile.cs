using ImageKit.Metadata.Models;

namespace ImageKit.Metadata;

/// <summary>
/// A file of the media library, as
/// <see href="https://imagekit.io/docs/api-reference/digital-asset-management-dam/list-and-search-assets">GET /v1/files</see> and
/// <see href="https://imagekit.io/docs/api-reference/digital-asset-management-dam/managing-assets/get-file-details">its details</see> return it.
/// </summary>
/// <remarks>
/// The perceptual hash and the EXIF are not part of it: they are in <see cref="ImageMetadata"/>. The service does not
/// promise any field: each is null, or empty, where the response lacks it. Every property can be set and the type has a parameterless
/// constructor, so that an object that went through CLIXML, a remote session or a job can be bound again.
/// </remarks>
public sealed class MediaFile : MediaItem
{
    /// <summary>The file ID: 24 hexadecimal digits.</summary>
    public string? FileId { get; set; }

    /// <summary>Folder and name, such as <c>/products/shoes/shoe.jpg</c>.</summary>
    public string? FilePath { get; set; }

    /// <summary>The tags that users set; empty where there are none.</summary>
    public TextList Tags { get; set; } = [];

    /// <summary>The tags that an automatic tagging service set; empty where there are none.</summary>
    public MediaTag[] AITags { get; set; } = [];

    /// <summary>Which version of the file this is.</summary>
    public MediaVersion? VersionInfo { get; set; }

    /// <summary>Whether the file is delivered only by signed URLs or named transformations.</summary>
    public bool? IsPrivateFile { get; set; }

    /// <summary>Whether the file is published; a draft is not.</summary>
    public bool? IsPublished { get; set; }

    /// <summary>The area that a crop preserves, <c>x,y,width,height</c> in pixels.</summary>
    public string? CustomCoordinates { get; set; }

    /// <summary>The file's URL, which contains the time of its last change.</summary>
    public string? Url { get; set; }

    /// <summary>The URL of a small image of the file.</summary>
    public string? Thumbnail { get; set; }

    /// <summary><c>image</c> or <c>non-image</c>.</summary>
    public string? FileType { get; set; }

    /// <summary>The media type, such as <c>image/jpeg</c>.</summary>
    public string? Mime { get; set; }

    /// <summary>Width in pixels; null for a file that is not an image.</summary>
    public long? Width { get; set; }

    /// <summary>Height in pixels; null for a file that is not an image.</summary>
    public long? Height { get; set; }

    /// <summary>Size in bytes.</summary>
    public long? Size { get; set; }

    /// <summary>A video's bit rate, in bits per second.</summary>
    public long? BitRate { get; set; }

    /// <summary>A video's duration in seconds.</summary>
    public double? Duration { get; set; }

    /// <summary>A video's audio codec, such as <c>aac</c>.</summary>
    public string? AudioCodec { get; set; }

    /// <summary>A video's codec, such as <c>h264</c>.</summary>
    public string? VideoCodec { get; set; }

    /// <summary>Whether the image has an alpha channel.</summary>
    public bool? HasAlpha { get; set; }

    /// <summary>Which of the account's custom metadata fields apply to the file; empty where all do.</summary>
    public PropertyBag SelectedFieldsSchema { get; set; } = new();

    /// <summary>The IPTC, XMP and EXIF that the service read from the file. Lists may lack it; file details contain it.</summary>
    public PropertyBag EmbeddedMetadata { get; set; } = new();

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    /// <summary>The listing that returned the file; null if it came from elsewhere.</summary>
    internal MediaListing? Listing { get; set; }

    // The versions of a file may share its id.
    internal override string? Identity => FileId is null ? FilePath : Type == "file-version" ? $"{FileId} {VersionInfo?.Id} {Url}" : FileId;

    /// <summary>The path.</summary>
    public override string ToString() => FilePath ?? Name ?? FileId ?? nameof(MediaFile);
}
