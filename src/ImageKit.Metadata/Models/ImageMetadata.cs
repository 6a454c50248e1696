using ImageKit.Metadata.Models;

namespace ImageKit.Metadata;

/// <summary>
/// The metadata of one image or video: the response to
/// <see href="https://imagekit.io/docs/api-reference/file-metadata/get-metadata-from-url">GET /v1/metadata</see>,
/// and what was requested.
/// </summary>
/// <remarks>
/// The service does not promise any field: each is null where the response lacks it. Every property can be set and the type has
/// a parameterless constructor, so that an object that went through CLIXML, a remote session or a job can be bound again.
/// </remarks>
public sealed class ImageMetadata
{
    // ExifData, or RawExif until it is read, or null for none.
    private object? _exif;

    /// <summary>
    /// The requested URL, transformation included, or the URL that the input had beside the requested file ID; null if there was none.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>The file ID in the media library, if the input had one.</summary>
    public string? FileId { get; set; }

    /// <summary>The transformation in <see cref="Url"/>, such as <c>w-400,h-300:rt-90</c>; null for the original image.</summary>
    public string? Transformation { get; set; }

    /// <summary>The file's name, without its path; null if the input was not a file of the media library.</summary>
    public string? Name { get; set; }

    /// <summary>The file's path in the media library, such as <c>/shoes/red.jpg</c>; null if the input was not a file of the media library.</summary>
    public string? FilePath { get; set; }

    /// <summary>The file's tags; null if the file has none, or the input was not a file of the media library.</summary>
    public TextList? Tags { get; set; }

    /// <summary>The file's custom metadata by field name; null if the input was not a file of the media library.</summary>
    public PropertyBag? CustomMetadata { get; set; }

    /// <summary>The file's description; null if it has none, or the input was not a file of the media library.</summary>
    public string? Description { get; set; }

    /// <summary>The ID of the version of the content (<c>versionInfo.id</c>); it changes when the file is replaced. Null if it is not known.</summary>
    public string? VersionId { get; set; }

    /// <summary>When the file was last changed, UTC: its content, tags, description or custom metadata. Null if it is not known.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>Width in pixels, as stored (the EXIF orientation is not applied).</summary>
    public long? Width { get; set; }

    /// <summary>Height in pixels, as stored (the EXIF orientation is not applied).</summary>
    public long? Height { get; set; }

    /// <summary>Size in bytes: of the transformed file if the URL has a transformation.</summary>
    public long? Size { get; set; }

    /// <summary>The format as the service names it: <c>jpg</c>, <c>png</c>, <c>webp</c>, <c>gif</c>… Null for a video.</summary>
    public string? Format { get; set; }

    /// <summary>Whether an ICC color profile is embedded.</summary>
    public bool? HasColorProfile { get; set; }

    /// <summary>The service's quality indicator; 0 stands for unknown.</summary>
    public long? Quality { get; set; }

    /// <summary>Density in dots per inch; 72 also for files without one.</summary>
    public long? Density { get; set; }

    /// <summary>Whether the image has transparency.</summary>
    public bool? HasTransparency { get; set; }

    /// <summary>The perceptual hash, 16 hexadecimal digits; null for a video.</summary>
    public string? PHash { get; set; }

    /// <summary>The EXIF tags; its parts are empty, never null, where the image has none.</summary>
    public ExifData Exif
    {
        get
        {
            object? held = Volatile.Read(ref _exif);
            if (held is ExifData present)
            {
                return present;
            }

            ExifData exif = (held as RawExif)?.Read() ?? new ExifData();

            // Two threads that read at the same time get the same object.
            return Interlocked.CompareExchange(ref _exif, exif, held) as ExifData ?? exif;
        }

        set => Volatile.Write(ref _exif, value);
    }

    /// <summary>Whether the EXIF was read or set.</summary>
    internal bool IsExifRead => Volatile.Read(ref _exif) is ExifData;

    /// <summary>Width and height on one line, such as <c>4000 x 3000</c>; null unless both are known. Follows from them: setting it has no effect.</summary>
    public string? Dimensions
    {
        get => Width is long width && Height is long height ? FormattableString.Invariant($"{width} x {height}") : null;
        set => _ = value;
    }

    /// <summary>The camera: <see cref="ExifData.Camera"/> of <see cref="Exif"/>.</summary>
    public string? Camera
    {
        get => Exif.Camera;
        set => Exif.Camera = value;
    }

    /// <summary>When the image was taken, by the camera's clock: <see cref="ExifData.DateTaken"/> of <see cref="Exif"/>.</summary>
    public DateTime? DateTaken
    {
        get => Exif.DateTaken;
        set => Exif.DateTaken = value;
    }

    /// <summary>The tag that <see cref="DateTaken"/> comes from: <see cref="ExifData.DateTakenSource"/> of <see cref="Exif"/>.</summary>
    public string? DateTakenSource
    {
        get => Exif.DateTakenSource;
        set => Exif.DateTakenSource = value;
    }

    /// <summary>Where the image was taken, such as <c>48.8883° N, 21.0433° E, 210 m</c>; null without coordinates. Follows from them: setting it has no effect.</summary>
    public string? Location
    {
        get => Exif.ToLocationText();
        set => _ = value;
    }

    /// <summary>Latitude in degrees, north positive: <see cref="ExifData.Latitude"/> of <see cref="Exif"/>.</summary>
    public double? Latitude
    {
        get => Exif.Latitude;
        set => Exif.Latitude = value;
    }

    /// <summary>Longitude in degrees, east positive: <see cref="ExifData.Longitude"/> of <see cref="Exif"/>.</summary>
    public double? Longitude
    {
        get => Exif.Longitude;
        set => Exif.Longitude = value;
    }

    /// <summary>Altitude in meters, negative below sea level: <see cref="ExifData.Altitude"/> of <see cref="Exif"/>.</summary>
    public double? Altitude
    {
        get => Exif.Altitude;
        set => Exif.Altitude = value;
    }

    /// <summary>How the image is to be turned before it is shown, 1 (as stored) to 8: <see cref="ExifData.Orientation"/> of <see cref="Exif"/>.</summary>
    public int? Orientation
    {
        get => Exif.Orientation;
        set => Exif.Orientation = value;
    }

    /// <summary>A video's bit rate, in bits per second.</summary>
    public long? BitRate { get; set; }

    /// <summary>A video's duration in seconds.</summary>
    public double? Duration { get; set; }

    /// <summary>A video's audio codec, such as <c>aac</c>.</summary>
    public string? AudioCodec { get; set; }

    /// <summary>A video's codec, such as <c>h264</c>.</summary>
    public string? VideoCodec { get; set; }

    /// <summary>When the response arrived, UTC.</summary>
    public DateTime RetrievedAt { get; set; }

    /// <summary>Fields of the response that this version does not know, and known fields whose value could not be converted.</summary>
    public PropertyBag AdditionalData { get; set; } = new();

    /// <summary>The listing that returned the file; null if the input was not a file of the media library.</summary>
    internal MediaListing? Listing { get; set; }

    /// <summary>Sets the EXIF that was read, that which is read when it is first used, or none.</summary>
    internal void SetExif(ExifData? exif, RawExif? rawExif) => _exif = exif ?? (object?)rawExif;

    /// <summary>The URL, else the file ID.</summary>
    public override string ToString() => Url ?? FileId ?? "ImageMetadata";
}
