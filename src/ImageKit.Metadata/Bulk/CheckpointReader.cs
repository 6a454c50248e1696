using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Bulk;

/// <summary>Reads a checkpoint file from its beginning, one line in memory at a time.</summary>
internal sealed class CheckpointReader : IDisposable
{
    /// <summary>How Windows, Linux and macOS say that a file is locked.</summary>
    private static readonly int[] LocksOfOthers = [unchecked((int)0x80070020), 11, 35];

    private readonly string _path;
    private readonly FileStream _file;

    /// <exception cref="CheckpointException">It is a folder, or a run is using it.</exception>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    public CheckpointReader(string path)
    {
        _path = path;
        if (Directory.Exists(path))
        {
            throw new CheckpointException($"The checkpoint file '{path}' cannot be read: it is a folder.");
        }

        try
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (IOException exception) when (LocksOfOthers.Contains(exception.HResult))
        {
            throw new CheckpointException($"The checkpoint file '{path}' cannot be read: a run, or another program, is using it.", innerException: exception);
        }
    }

    /// <summary>Lines met so far that are no records.</summary>
    public int DamagedLines { get; private set; }

    /// <summary>The records and where each begins. Heads of further files, put together with <c>cat</c>, are passed over.</summary>
    /// <exception cref="CheckpointException">The file is no checkpoint file.</exception>
    public IEnumerable<(long Offset, CheckpointRecord Record)> ReadRecords()
    {
        DamagedLines = 0;
        _file.Position = 0;
        bool isFirst = true;
        foreach (JsonLine line in JsonLine.ReadAll(_file))
        {
            bool isHead = isFirst;
            isFirst = false;
            if (CheckpointHeader.TryParse(line.Bytes) is not null)
            {
                continue;
            }

            if (isHead)
            {
                throw new CheckpointException($"{CheckpointHeader.DescribeStranger(_path, line.Bytes)}.");
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
