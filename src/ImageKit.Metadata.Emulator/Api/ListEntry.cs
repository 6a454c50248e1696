namespace ImageKit.Metadata.Emulator;

/// <summary>One element of a list: a version of a file, or a folder.</summary>
/// <param name="Asset">The file; null for a folder.</param>
/// <param name="Folder">The folder; null for a file.</param>
/// <param name="Version">The number of the file's version.</param>
internal readonly record struct ListEntry(SampleAsset? Asset, SampleFolder? Folder, int Version)
{
    public string Name => Asset?.Name ?? Folder!.Name;

    public DateTimeOffset CreatedAt => Asset?.CreatedAt ?? Folder!.CreatedAt;

    public DateTimeOffset UpdatedAt => Asset?.UpdatedAt ?? Folder!.CreatedAt;
}
