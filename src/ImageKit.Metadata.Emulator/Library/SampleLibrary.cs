namespace ImageKit.Metadata.Emulator;

/// <summary>The files and folders of the emulated account, and what was planted in them.</summary>
public sealed class SampleLibrary
{
    private readonly Dictionary<string, SampleAsset> _byPath;
    private readonly Dictionary<string, SampleAsset> _byId;

    internal SampleLibrary(
        IReadOnlyList<SampleAsset> assets,
        IReadOnlyList<SampleFolder> folders,
        IReadOnlyList<IReadOnlyList<string>> duplicateGroups)
    {
        Assets = assets;
        Folders = folders;
        DuplicateGroups = duplicateGroups;
        _byPath = assets.ToDictionary(asset => asset.FilePath, StringComparer.Ordinal);
        _byId = assets.ToDictionary(asset => asset.FileId, StringComparer.Ordinal);
    }

    /// <summary>The files, in the order of their upload.</summary>
    public IReadOnlyList<SampleAsset> Assets { get; }

    /// <summary>The folders, parents before children.</summary>
    public IReadOnlyList<SampleFolder> Folders { get; }

    /// <summary>
    /// The names of the assets of each planted group; the first is the original. Within a group the hashes are at most 8
    /// bits apart (each copy at most 4 from the original), and more than 16 bits from every asset outside the group, flat
    /// pictures aside.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> DuplicateGroups { get; }

    /// <summary>The file at a decoded path such as <c>/team/anna.jpg</c>; null if there is none.</summary>
    /// <param name="path">The path, starting with a slash.</param>
    public SampleAsset? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The file with an id; null if there is none.</summary>
    /// <param name="fileId">24 hexadecimal digits.</param>
    public SampleAsset? FindById(string fileId) => _byId.GetValueOrDefault(fileId);
}
