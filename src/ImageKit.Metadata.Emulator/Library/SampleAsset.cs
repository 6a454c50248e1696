using System.Text.Json.Nodes;

namespace ImageKit.Metadata.Emulator;

/// <summary>One file of the library, with the truth about it.</summary>
public sealed class SampleAsset
{
    private readonly PictureFacts _facts;
    private readonly Func<JsonObject>? _exif;

    internal SampleAsset(PictureFacts facts, Func<JsonObject>? exif)
    {
        _facts = facts;
        _exif = exif;
    }

    /// <summary>24 hexadecimal digits.</summary>
    public required string FileId { get; init; }

    /// <summary>The file name, unique in the library.</summary>
    public required string Name { get; init; }

    /// <summary>The folder: <c>/</c> or for example <c>/products/shoes</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Folder and name.</summary>
    public string FilePath => Folder == "/" ? "/" + Name : $"{Folder}/{Name}";

    /// <summary>What was planted.</summary>
    public AssetTraits Traits { get; init; }

    /// <summary>Whether and how it is unreadable.</summary>
    public Breakage Breakage { get; init; }

    /// <summary>The tags; empty if it has none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Tags a machine gave; empty if it has none.</summary>
    public IReadOnlyList<string> AiTags { get; init; } = [];

    /// <summary>Custom metadata: strings, numbers or booleans by field.</summary>
    public IReadOnlyDictionary<string, object> CustomMetadata { get; init; } = new Dictionary<string, object>();

    /// <summary>The description; null if it has none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the file is private.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether the file is published.</summary>
    public bool IsPublished { get; init; } = true;

    /// <summary>Who uploaded it.</summary>
    public string CreatedBy { get; init; } = "studio@example.com";

    /// <summary>How many versions the service keeps of it, the current one included.</summary>
    public int Versions { get; init; } = 1;

    /// <summary>When it was uploaded, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What the metadata endpoints say about it. Built anew at each call.</summary>
    public PictureFacts Facts => _exif is null ? _facts : _facts with { Exif = _exif() };

    /// <summary>The perceptual hash as the service writes it; null for a video.</summary>
    public string? PHash => _facts.IsVideo ? null : _facts.PHashText;

    /// <summary>The perceptual hash as a number; 0 for a flat picture and for a video.</summary>
    public ulong PHashBits => _facts.PHash;

    /// <summary>Width in pixels.</summary>
    public int Width => _facts.Width;

    /// <summary>Height in pixels.</summary>
    public int Height => _facts.Height;

    /// <summary>Size in bytes.</summary>
    public long Size => _facts.Size;

    /// <summary><c>jpg</c>, <c>png</c>, <c>webp</c>, <c>gif</c>, <c>avif</c>, <c>svg</c> or <c>mp4</c>.</summary>
    public string Format => _facts.Format;

    /// <summary>Whether the picture has an alpha channel.</summary>
    public bool HasTransparency => _facts.HasTransparency;

    /// <summary>Whether it is a video.</summary>
    public bool IsVideo => _facts.IsVideo;

    /// <summary>The media type, for example <c>image/jpeg</c>.</summary>
    public string Mime => MediaTypes.Of(Format);

    /// <summary>What is drawn for it.</summary>
    internal Drawing Drawing { get; init; } = new(Scene.Hills, 0, 0);

    /// <summary>The facts without EXIF, which is costly to build.</summary>
    internal PictureFacts BareFacts => _facts;

    /// <summary>The file's URL, percent-encoded, without a query.</summary>
    /// <param name="endpoint">The URL endpoint, for example <see cref="ImageKitEmulator.UrlEndpoint"/>.</param>
    public string Url(string endpoint) =>
        endpoint + string.Join('/', FilePath.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The file's URL as the list gives it, with <c>?updatedAt=</c> (milliseconds since 1970).</summary>
    /// <param name="endpoint">The URL endpoint.</param>
    public string ListedUrl(string endpoint) => $"{Url(endpoint)}?updatedAt={UpdatedAt.ToUnixTimeMilliseconds()}";

    /// <summary>The URL of the thumbnail as the list gives it.</summary>
    /// <param name="endpoint">The URL endpoint.</param>
    public string ThumbnailUrl(string endpoint) => IsVideo
        ? $"{Url(endpoint)}/{PictureUrl.VideoThumbnail}?updatedAt={UpdatedAt.ToUnixTimeMilliseconds()}&tr=n-ik_ml_thumbnail"
        : $"{ListedUrl(endpoint)}&tr=n-ik_ml_thumbnail";

    /// <inheritdoc/>
    public override string ToString() => FilePath;

    internal static bool IsFileId(string text) => text.Length == 24 && text.All(char.IsAsciiHexDigit);
}
