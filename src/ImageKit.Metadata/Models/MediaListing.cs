namespace ImageKit.Metadata.Models;

/// <summary>
/// What a listing of the media library covers, and which elements it has returned. Its files carry it along the pipeline, so
/// that at the end it can be known which files of an earlier run are gone.
/// </summary>
/// <param name="isExhaustive">Whether the listing returns every file in its folders: no filter, no limit.</param>
/// <param name="folders">The folders, such as <c>/shoes</c>; null for the whole library.</param>
/// <param name="isRecursive">Whether the folders below them are listed, too.</param>
internal sealed class MediaListing(bool isExhaustive = false, string[]? folders = null, bool isRecursive = true)
{
    private readonly SeenItems _seen = new();
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);
    private volatile bool _isComplete;

    /// <summary>Whether the listing returns every file, has reached its end and cannot have skipped one.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>Adds an element; false if it is not new.</summary>
    public bool Add(MediaItem item)
    {
        lock (_seen)
        {
            return _seen.Add(item);
        }
    }

    public bool Contains(MediaItem item)
    {
        lock (_seen)
        {
            return _seen.Contains(item);
        }
    }

    /// <summary>Called when the listing has reached its end and cannot have skipped a file.</summary>
    public void Complete() => _isComplete = isExhaustive;

    /// <summary>
    /// Whether a file of an earlier run, with its path then, would have been listed and was not: it was deleted, or moved out of
    /// the folders that were listed. Always false before the end of the listing.
    /// </summary>
    public bool Lacks(string fileId, string? filePath)
    {
        lock (_seen)
        {
            return _isComplete && Covers(filePath) && !_seen.Contains(fileId);
        }
    }

    /// <summary>Adds files that the service does not know any more.</summary>
    public void AddDeleted(IEnumerable<string> fileIds)
    {
        lock (_seen)
        {
            _deleted.UnionWith(fileIds);
        }
    }

    /// <summary>
    /// Whether a file of an earlier run was deleted: the service does not know it any more, or the complete listing of the whole
    /// library lacks it. What a listing of some folders lacks may have been moved.
    /// </summary>
    public bool IsDeleted(string fileId)
    {
        lock (_seen)
        {
            return _deleted.Contains(fileId) || (_isComplete && CoversAll && !_seen.Contains(fileId));
        }
    }

    private bool CoversAll => folders is null || (isRecursive && Array.IndexOf(folders, "/") >= 0);

    /// <summary>Whether a file is in the folders that are listed.</summary>
    public bool Covers(string? filePath)
    {
        if (CoversAll)
        {
            return true;
        }

        string? folder = filePath?.Substring(0, Math.Max(0, filePath.LastIndexOf('/')));
        return folder is not null && Array.Exists(
            folders!,
            listed => folder == listed.TrimEnd('/') || (isRecursive && folder.StartsWith(listed.TrimEnd('/') + "/", StringComparison.Ordinal)));
    }
}
