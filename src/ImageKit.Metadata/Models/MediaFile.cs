using ImageKit.Metadata.Models;

namespace ImageKit.Metadata;

/// <summary>
/// A file of the media library, as
/// <see href="https://imagekit.io/docs/api-reference/digital-asset-management-dam/list-and-search-assets">GET /v1/files</see> and
/// <see href="https://imagekit.io/docs/api-reference/digital-asset-management-dam/managing-assets/get-file-details">its details</see> give it.
/// </summary>
/// <remarks>
/// The perceptual hash and the EXIF are no part of it: they are in <see cref="ImageMetadata"/>. No field is promised by the
/// service: each is null, or empty, where the answer lacked it. Every property can be set and the type has a parameterless
/// constructor, so that an object that went through CLIXML, a remote session or a job can be bound again.
/// </remarks>
public sealed class MediaFile : MediaItem
{
    /// <summary>The file's id: 24 hexadecimal digits.</summary>
    public string? FileId { get; set; }

    /// <summary>Folder and name, such as <c>/products/shoes/shoe.jpg</c>.</summary>
    public string? FilePath { get; set; }

    /// <summary>The tags that people gave; empty where there are none.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The tags that a machine gave; empty where there are none.</summary>
    public MediaTag[] AITags { get; set; } = [];

    /// <summary>Which version of the file this is.</summary>
    public MediaVersion? VersionInfo { get; set; }

    /// <summary>Whether the file is delivered only by signed URLs or named transformations.</summary>
    public bool? IsPrivateFile { get; set; }

    /// <summary>Whether the file is published; a draft is not.</summary>
    public bool? IsPublished { get; set; }

    /// <summary>The area that a crop keeps, <c>x,y,width,height</c> in pixels.</summary>
    public string? CustomCoordinates { get; set; }

    /// <summary>The file's URL, with the moment of its last change in it.</summary>
    public string? Url { get; set; }

    /// <summary>The URL of a small image of the file.</summary>
    public string? Thumbnail { get; set; }

    /// <summary><c>image</c> or <c>non-image</c>.</summary>
    public string? FileType { get; set; }

    /// <summary>The media type, such as <c>image/jpeg</c>.</summary>
    public string? Mime { get; set; }

    /// <summary>Width in pixels; null for what is no image.</summary>
    public long? Width { get; set; }

    /// <summary>Height in pixels; null for what is no image.</summary>
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

    /// <summary>Which of the account's own fields the file takes; empty where it takes all.</summary>
    public PropertyBag SelectedFieldsSchema { get; set; } = new();

    /// <summary>What the service read out of the file: IPTC, XMP and EXIF in its own words. Lists may leave it out, details have it.</summary>
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
