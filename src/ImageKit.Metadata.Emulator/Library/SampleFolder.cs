namespace ImageKit.Metadata.Emulator;

/// <summary>A folder of the library.</summary>
/// <param name="FolderId">24 hexadecimal digits.</param>
/// <param name="Name">The last part of the path.</param>
/// <param name="FolderPath">The whole path, for example <c>/products/shoes</c>.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record SampleFolder(string FolderId, string Name, string FolderPath, DateTimeOffset CreatedAt)
{
    /// <summary>The path of the folder it lies in; <c>/</c> at the top.</summary>
    public string Parent => FolderPath.LastIndexOf('/') is > 0 and int slash ? FolderPath[..slash] : "/";
}
