namespace ImageKit.Metadata.Library;

/// <summary>What the library has at a path.</summary>
/// <param name="Exists">Whether the folder exists.</param>
/// <param name="IsFile">Whether the path is that of a file.</param>
/// <param name="Folders">The number of folders in the folder; 1,000 elements are looked at.</param>
/// <param name="Files">The number of files in the folder; 1,000 elements are looked at.</param>
/// <param name="Siblings">The names of the folders beside it, where it does not exist.</param>
internal sealed record FolderContent(bool Exists, bool IsFile, int Folders, int Files, string[] Siblings);
