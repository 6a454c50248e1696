using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Duplicates;

/// <summary>Files by the one definition of the same file (<see cref="ImageIdentity.IsSameFile"/>), in a set.</summary>
internal sealed class FileSet
{
    private readonly HashSet<string> _fileIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _urls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _urlsWithoutId = new(StringComparer.Ordinal);

    /// <summary>Adds a file; false if the set contains it. A file without ID and URL is always added.</summary>
    public bool Add(in ImageIdentity file)
    {
        bool isThere = file.FileId is string id
            ? _fileIds.Contains(id) || (file.FileUrl is not null && _urlsWithoutId.Contains(file.FileUrl))
            : file.FileUrl is not null && _urls.Contains(file.FileUrl);
        if (isThere)
        {
            return false;
        }

        if (file.FileId is not null)
        {
            _fileIds.Add(file.FileId);
        }

        if (file.FileUrl is not null)
        {
            _urls.Add(file.FileUrl);
            if (file.FileId is null)
            {
                _urlsWithoutId.Add(file.FileUrl);
            }
        }

        return true;
    }
}
