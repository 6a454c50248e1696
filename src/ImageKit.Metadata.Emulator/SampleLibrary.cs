using System.Collections.Concurrent;

namespace ImageKit.Metadata.Emulator;

/// <summary>What was planted in a file, so that a test knows what has to be found.</summary>
[Flags]
public enum AssetTraits
{
    /// <summary>Nothing in particular.</summary>
    None = 0,
    /// <summary>EXIF contains coordinates.</summary>
    HasLocation = 1 << 0,
    /// <summary>EXIF names a person or a device: artist, copyright holder, owner, or serial number.</summary>
    PersonalData = 1 << 1,
    /// <summary>The EXIF orientation is not 1.</summary>
    Rotated = 1 << 2,
    /// <summary>A single color; the perceptual hash is 0.</summary>
    Flat = 1 << 3,
    /// <summary>At least 5,000,000 bytes.</summary>
    Heavy = 1 << 4,
    /// <summary>One side has at least 6,000 pixels.</summary>
    Oversized = 1 << 5,
    /// <summary>A PNG photograph without transparency, of at least a megapixel.</summary>
    OpaquePng = 1 << 6,
    /// <summary>A GIF.</summary>
    LegacyGif = 1 << 7,
    /// <summary>Listed, but without readable metadata: see <see cref="SampleAsset.Breakage"/>.</summary>
    Broken = 1 << 8,
    /// <summary>A video.</summary>
    Video = 1 << 9,
    /// <summary>Text in EXIF, or the name, is made to break careless writers.</summary>
    HostileText = 1 << 10,
    /// <summary>An EXIF value has an odd shape: null, an empty array, a Buffer object, trailing NULs.</summary>
    OddShape = 1 << 11,
    /// <summary>An image with EXIF.</summary>
    HasExif = 1 << 12,
}

/// <summary>How the metadata request for a listed file fails.</summary>
public enum Breakage
{
    /// <summary>It does not fail.</summary>
    None,
    /// <summary>404.</summary>
    Missing,
    /// <summary>400: corrupt or invalid.</summary>
    Corrupt,
}

/// <summary>A folder of the library.</summary>
/// <param name="FolderId">24 hexadecimal digits.</param>
/// <param name="Name">The last part of the path.</param>
/// <param name="FolderPath">The whole path, for example <c>/products/shoes</c>.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
public sealed record SampleFolder(string FolderId, string Name, string FolderPath, DateTimeOffset CreatedAt)
{
    /// <summary>The path of the parent folder; <c>/</c> at the top.</summary>
    public string Parent => FolderPath.LastIndexOf('/') is > 0 and int slash ? FolderPath[..slash] : "/";
}

/// <summary>One file of the library at one moment: a change replaces it by another object with the same ID.</summary>
public sealed record SampleAsset
{
    /// <summary>24 hexadecimal digits.</summary>
    public required string FileId { get; init; }
    /// <summary>The file name.</summary>
    public required string Name { get; init; }
    /// <summary>The folder: <c>/</c> or for example <c>/products/shoes</c>.</summary>
    public required string Folder { get; init; }
    /// <summary>What the metadata endpoints report.</summary>
    public required FileContent Content { get; init; }
    /// <summary>What was planted.</summary>
    public AssetTraits Traits { get; init; }
    /// <summary>Whether and how its metadata request fails.</summary>
    public Breakage Breakage { get; init; }
    /// <summary>The tags; empty if it has none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
    /// <summary>Tags of a machine; empty if it has none.</summary>
    public IReadOnlyList<string> AiTags { get; init; } = [];
    /// <summary>Custom metadata: text, numbers, Booleans or arrays of text by field.</summary>
    public IReadOnlyDictionary<string, object> CustomMetadata { get; init; } = new Dictionary<string, object>();
    /// <summary>The description; null if it has none.</summary>
    public string? Description { get; init; }
    /// <summary><c>x,y,width,height</c>; null if it has none.</summary>
    public string? CustomCoordinates { get; init; }
    /// <summary>Whether the file is private.</summary>
    public bool IsPrivate { get; init; }
    /// <summary>Whether the file is published.</summary>
    public bool IsPublished { get; init; } = true;
    /// <summary>Who uploaded it.</summary>
    public string CreatedBy { get; init; } = "studio@example.com";
    /// <summary>The number of versions, the current one included.</summary>
    public int Versions { get; init; } = 1;
    /// <summary>When it was uploaded, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>When it was last changed, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
    /// <summary>The ID of the current version.</summary>
    public string VersionId => Versions == FirstVersion ? FileId : $"{FileId[..8]}{StableHash.Mix(StableHash.Of(FileId) + (ulong)Versions):x16}";
    /// <summary>Folder and name.</summary>
    public string FilePath => Folder == "/" ? "/" + Name : $"{Folder}/{Name}";
    /// <summary>The perceptual hash as the service writes it; null for a video.</summary>
    public string? PHash => IsVideo ? null : Content.PHashText;
    /// <summary>The perceptual hash as a number.</summary>
    public ulong PHashBits => Content.PHash;
    /// <summary>Width in pixels.</summary>
    public int Width => Content.Width;
    /// <summary>Height in pixels.</summary>
    public int Height => Content.Height;
    /// <summary>Size in bytes.</summary>
    public long Size => Content.Size;
    /// <summary>The format, for example <c>jpg</c>.</summary>
    public string Format => Content.Format;
    /// <summary>Whether the image has an alpha channel.</summary>
    public bool HasTransparency => Content.HasTransparency;
    /// <summary>Whether it is a video.</summary>
    public bool IsVideo => Content.IsVideo;
    /// <summary>The media type, for example <c>image/jpeg</c>.</summary>
    public string Mime => Format switch { "jpg" => "image/jpeg", "svg" => "image/svg+xml", "mp4" => "video/mp4", _ => "image/" + Format };

    /// <summary>The version number that the file had when the library was created; its ID is the file ID.</summary>
    internal int FirstVersion { get; init; } = 1;

    /// <summary>The file's URL below a URL endpoint, percent-encoded, without a query.</summary>
    public string Url(string endpoint) => endpoint + string.Join('/', FilePath.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The file's URL as the list reports it, with <c>?updatedAt=</c> (milliseconds since 1970).</summary>
    public string ListedUrl(string endpoint) => $"{Url(endpoint)}?updatedAt={UpdatedAt.ToUnixTimeMilliseconds()}";

    /// <summary>The URL of the thumbnail as the list reports it.</summary>
    public string ThumbnailUrl(string endpoint) =>
        $"{Url(endpoint)}{(IsVideo ? "/" + ImageUrl.VideoThumbnail : "")}?updatedAt={UpdatedAt.ToUnixTimeMilliseconds()}&tr=n-ik_ml_thumbnail";

    /// <inheritdoc/>
    public override string ToString() => FilePath;

    internal static bool IsFileId(string text) => text.Length == 24 && text.All(char.IsAsciiHexDigit);
}

/// <summary>The files and folders of the emulated account. May be changed while requests are running. Thread-safe.</summary>
public sealed class SampleLibrary
{
    private readonly object _gate = new();
    private readonly ConcurrentDictionary<string, SampleAsset> _byPath = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SampleAsset> _byId = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private IReadOnlyList<SampleAsset>? _sorted;

    internal SampleLibrary(IEnumerable<SampleAsset> assets, IReadOnlyList<SampleFolder> folders, IReadOnlyList<IReadOnlyList<string>> duplicateGroups, TimeProvider time)
    {
        Folders = folders;
        DuplicateGroups = duplicateGroups;
        _time = time;
        foreach (SampleAsset asset in assets)
        {
            Store(null, asset);
        }
    }

    /// <summary>The files now, in the order of their upload.</summary>
    public IReadOnlyList<SampleAsset> Assets
    {
        get
        {
            lock (_gate)
            {
                return _sorted ??= [.. _byId.Values.OrderBy(asset => asset.CreatedAt).ThenBy(asset => asset.FileId, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The folders, parents before children.</summary>
    public IReadOnlyList<SampleFolder> Folders { get; }

    /// <summary>
    /// The names of the files of each planted group; the first is the original. Within a group the hashes are at most 8
    /// bits apart (each copy at most 4 from the original), and more than 16 bits from every file outside the group.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> DuplicateGroups { get; }

    /// <summary>The file at a decoded path such as <c>/team/anna.jpg</c>; null if there is none.</summary>
    public SampleAsset? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The file with an ID; null if there is none.</summary>
    public SampleAsset? FindById(string fileId) => _byId.GetValueOrDefault(fileId);

    /// <summary>Uploads a new file; without content, a JPEG that is derived from the path.</summary>
    public SampleAsset Add(string path, FileContent? content = null)
    {
        ulong hash = StableHash.Of(path);
        int slash = path.LastIndexOf('/');
        content ??= new FileContent { Width = 1200, Height = 800, Size = 90_000 + (long)(hash % 90_000), Format = "jpg", PHash = StableHash.Mix(hash) };
        lock (_gate)
        {
            DateTimeOffset now = Now(DateTimeOffset.UnixEpoch);
            return Store(null, new SampleAsset
            {
                FileId = $"{now.ToUnixTimeSeconds():x8}{StableHash.Mix(hash + (ulong)now.ToUnixTimeMilliseconds()):x16}",
                Name = path[(slash + 1)..],
                Folder = slash > 0 ? path[..slash] : "/",
                Content = content,
                Traits = content.Observe(),
                CreatedAt = now,
                UpdatedAt = now,
            });
        }
    }

    /// <summary>Uploads new content for a file: a new version under the same ID. Without content, one with the same dimensions, another size and another hash.</summary>
    public SampleAsset Replace(string fileId, FileContent? content = null) => Change(fileId, old =>
    {
        content ??= Derive(old);
        return old with { Content = content, Versions = old.Versions + 1, Breakage = Breakage.None, Traits = content.Observe() };
    });

    /// <summary>Renames a file within its folder.</summary>
    public SampleAsset Rename(string fileId, string name) => Change(fileId, old => old with { Name = name });

    /// <summary>Moves a file to another folder.</summary>
    public SampleAsset Move(string fileId, string folder) => Change(fileId, old => old with { Folder = folder });

    /// <summary>Replaces the tags of a file. Its version stays the same.</summary>
    public SampleAsset Retag(string fileId, params string[] tags) => Change(fileId, old => old with { Tags = tags });

    /// <summary>Deletes a file; false if it did not exist.</summary>
    public bool Delete(string fileId)
    {
        lock (_gate)
        {
            _sorted = null;
            return _byId.TryRemove(fileId, out SampleAsset? asset) && _byPath.TryRemove(asset.FilePath, out _);
        }
    }

    /// <summary>
    /// Everything that a write can change, one line per file in the order of the file IDs, without the times of the
    /// changes: equal before a change and after its undoing.
    /// </summary>
    public string DumpState() => string.Join('\n', Assets.OrderBy(asset => asset.FileId, StringComparer.Ordinal).Select(FileJson.State)) + "\n";

    /// <summary>Changes a file; its <see cref="SampleAsset.UpdatedAt"/> moves.</summary>
    /// <exception cref="ArgumentException">No file has the ID, or another file has the new path.</exception>
    internal SampleAsset Change(string fileId, Func<SampleAsset, SampleAsset> change)
    {
        lock (_gate)
        {
            SampleAsset old = FindById(fileId) ?? throw new ArgumentException($"No file has the ID '{fileId}'.", nameof(fileId));
            return Store(old, change(old) with { UpdatedAt = Now(old.UpdatedAt) });
        }
    }

    internal static FileContent Derive(SampleAsset old)
    {
        ulong hash = StableHash.Mix(StableHash.Of(old.FileId) ^ ((ulong)old.Versions << 32));
        return old.Content with { Size = 1000 + (old.Size * (95 + (int)(hash % 10)) / 100), PHash = old.IsVideo ? 0 : StableHash.Mix(hash) };
    }

    private SampleAsset Store(SampleAsset? old, SampleAsset asset)
    {
        if (_byPath.TryGetValue(asset.FilePath, out SampleAsset? other) && other.FileId != asset.FileId)
        {
            throw new ArgumentException($"Another file has the path '{asset.FilePath}'.");
        }

        if (old is not null)
        {
            _byPath.TryRemove(old.FilePath, out _);
        }

        _sorted = null;
        return _byPath[asset.FilePath] = _byId[asset.FileId] = asset;
    }

    /// <summary>The time in whole milliseconds, later than a file's last change.</summary>
    private DateTimeOffset Now(DateTimeOffset lastChange) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(_time.GetUtcNow().ToUnixTimeMilliseconds(), lastChange.ToUnixTimeMilliseconds() + 1));
}
