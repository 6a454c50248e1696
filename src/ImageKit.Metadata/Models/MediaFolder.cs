namespace ImageKit.Metadata;

/// <summary>
/// A folder of the media library, as
/// <see href="https://imagekit.io/docs/api-reference/digital-asset-management-dam/list-and-search-assets">GET /v1/files</see> returns it.
/// </summary>
public sealed class MediaFolder : MediaItem
{
    /// <summary>The folder ID: 24 hexadecimal digits.</summary>
    public string? FolderId { get; set; }

    /// <summary>The full path, such as <c>/products/shoes</c>.</summary>
    public string? FolderPath { get; set; }

    internal override string? Identity => FolderId ?? FolderPath;

    /// <summary>The path.</summary>
    public override string ToString() => FolderPath ?? Name ?? FolderId ?? nameof(MediaFolder);
}
