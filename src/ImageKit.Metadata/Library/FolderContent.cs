namespace ImageKit.Metadata.Library;

/// <summary>
/// What the library has at a path: a folder with so many folders and files among its first 1,000 elements, or a file, or nothing.
/// The siblings are the names of the folders beside a folder that does not exist.
/// </summary>
internal sealed record FolderContent(bool Exists, bool IsFile, int Folders, int Files, string[] Siblings);
