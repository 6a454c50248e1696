namespace ImageKit.Metadata;

/// <summary>Reads a checkpoint file from its beginning, one line in memory at a time.</summary>
internal sealed class CheckpointReader : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;

    /// <exception cref="IOException">The file is not there, or a run is using it.</exception>
    public CheckpointReader(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
    }

    /// <summary>Lines met so far that are no records.</summary>
    public int DamagedLines { get; private set; }

    /// <summary>The records and where each begins. Heads of further files, put together with <c>cat</c>, are passed over.</summary>
    /// <exception cref="CheckpointException">The file is no checkpoint file.</exception>
    public IEnumerable<(long Offset, CheckpointRecord Record)> ReadRecords()
    {
        DamagedLines = 0;
        _file.Position = 0;
        foreach (JsonLine line in JsonLine.ReadAll(_file))
        {
            if (CheckpointHeader.TryParse(line.Bytes) is not null)
            {
                continue;
            }

            if (line.Offset == 0)
            {
                throw new CheckpointException($"'{_path}' is not a checkpoint file of this module.");
            }

            if (CheckpointRecord.TryParse(line.Bytes) is CheckpointRecord record)
            {
                yield return (line.Offset, record);
            }
            else if (line.IsTerminated)
            {
                DamagedLines++;
            }
        }
    }

    /// <summary>Where the last word on each item stands: an item that failed may have been answered later.</summary>
    public HashSet<long> FindLastWords(CancellationToken cancellationToken = default)
    {
        Dictionary<ulong, long> offsets = [];
        foreach ((long offset, CheckpointRecord record) in ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            offsets[Checkpoint.Hash(record.Key)] = offset;
        }

        return [.. offsets.Values];
    }

    public void Dispose() => _file.Dispose();
}
