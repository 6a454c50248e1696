using System.Text;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// Which line of a checkpoint file is the latest one of each image. It stands for the image by a hash: eight bytes instead of a
/// URL, for a million of them.
/// </summary>
internal sealed class CheckpointIndex
{
    private readonly Dictionary<ulong, CheckpointEntry> _entries = [];
    private readonly Dictionary<ulong, CheckpointEntry> _failures = [];
    private readonly Dictionary<ulong, long> _gone = [];

    /// <summary>How many images have metadata in the file.</summary>
    public int Count => _entries.Count;

    /// <summary>How many bytes of the file are lines that a later line supersedes.</summary>
    public long SupersededBytes { get; private set; }

    /// <summary>Replaces what the index contains by the lines of a file.</summary>
    public void Load(IEnumerable<CheckpointLine> lines, CancellationToken cancellationToken)
    {
        _entries.Clear();
        _failures.Clear();
        _gone.Clear();
        SupersededBytes = 0;
        foreach (CheckpointLine line in lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(line);
        }

        if (_gone.Count > 0)
        {
            RemoveGone(_entries);
            RemoveGone(_failures);
        }
    }

    /// <summary>Finds the line of an image, and marks it as used. Two slots may have the same hash.</summary>
    public bool TryFind(string slot, out CheckpointEntry entry)
    {
        ulong hash = Hash(slot);
        if (!_entries.TryGetValue(hash, out entry))
        {
            return false;
        }

        if (!entry.IsUsed)
        {
            _entries[hash] = entry with { IsUsed = true };
        }

        return true;
    }

    public void Set(string slot, string? fileId, long offset, int length) =>
        _entries[Hash(slot)] = new CheckpointEntry(offset, length, HashOfFile(fileId));

    /// <summary>The lines of images that the run has not requested, in the order of the file.</summary>
    public CheckpointEntry[] GetUnused() => [.. _entries.Values.Where(entry => !entry.IsUsed).OrderBy(entry => entry.Offset)];

    /// <summary>The lines that no later line supersedes, in the order of the file.</summary>
    public CheckpointEntry[] GetLatest() => [.. _entries.Values.Concat(_failures.Values).OrderBy(entry => entry.Offset)];

    /// <summary>Where the latest lines begin, those of failures included.</summary>
    public HashSet<long> GetLatestOffsets() => [.. _entries.Values.Concat(_failures.Values).Select(entry => entry.Offset)];

    /// <summary>64-bit FNV-1a.</summary>
    private static ulong Hash(string slot)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(slot))
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return hash;
    }

    private static ulong HashOfFile(string? fileId) => fileId is null ? 0 : Hash("file:" + fileId);

    private void Add(CheckpointLine line)
    {
        ulong file = HashOfFile(line.Record.FileId);
        CheckpointEntry entry = new(line.Offset, line.Bytes.Length, file, IsUsed: false);
        if (line.Record.IsGone)
        {
            SupersededBytes += entry.Length + 1;
            _gone[file] = line.Offset;
            return;
        }

        ulong slot = Hash(line.Record.Slot);
        Remove(_failures, slot);
        if (line.Record.IsFailure)
        {
            _failures[slot] = entry;
            return;
        }

        Remove(_entries, slot);
        _entries[slot] = entry;
    }

    /// <summary>Removes the images of files that a later line says were deleted.</summary>
    private void RemoveGone(Dictionary<ulong, CheckpointEntry> entries)
    {
        foreach (ulong slot in entries.Where(entry => _gone.TryGetValue(entry.Value.File, out long goneAt) && entry.Value.Offset < goneAt).Select(entry => entry.Key).ToArray())
        {
            Remove(entries, slot);
        }
    }

    private void Remove(Dictionary<ulong, CheckpointEntry> entries, ulong slot)
    {
        if (entries.TryGetValue(slot, out CheckpointEntry earlier))
        {
            SupersededBytes += earlier.Length + 1;
            entries.Remove(slot);
        }
    }
}
