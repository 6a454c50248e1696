namespace ImageKit.Metadata.Bulk;

/// <summary>Reads a checkpoint file from its beginning, a few lines in memory at a time.</summary>
internal sealed class CheckpointReader : IDisposable
{
    /// <summary>The error codes of Windows, Linux and macOS for a file that is locked.</summary>
    private static readonly int[] LocksOfOthers = [unchecked((int)0x80070020), 11, 35];

    private readonly string _path;
    private readonly FileStream _file;

    /// <exception cref="CheckpointException">It is a folder, or a run is using it.</exception>
    /// <exception cref="IOException">The file does not exist, or cannot be read.</exception>
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

    /// <summary>How many lines that were read are damaged.</summary>
    public int DamagedLines { get; private set; }

    /// <summary>
    /// The latest record of each image: its metadata, or the failure of an image that was not read later. Images whose file was
    /// deleted have none.
    /// </summary>
    /// <exception cref="CheckpointException">The file is not a checkpoint file.</exception>
    public IEnumerable<CheckpointRecord> ReadLatest(CancellationToken cancellationToken = default)
    {
        CheckpointIndex index = new();
        index.Load(new CheckpointScanner(_path).Read(_file, beginningsOnly: true), cancellationToken);
        HashSet<long> latest = index.GetLatestOffsets();
        CheckpointScanner scanner = new(_path);
        foreach (CheckpointRecord record in ReadAhead.Enumerate(Read(scanner, latest, cancellationToken), record => record.Metadata.Length))
        {
            yield return record;
        }

        DamagedLines = scanner.DamagedLines;
    }

    public void Dispose() => _file.Dispose();

    private IEnumerable<CheckpointRecord> Read(CheckpointScanner scanner, HashSet<long> latest, CancellationToken cancellationToken)
    {
        ExifInterest exif = new();
        foreach (CheckpointLine line in scanner.Read(_file, beginningsOnly: false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (latest.Contains(line.Offset))
            {
                line.Record.Prepare(exif);
                yield return line.Record;
            }
        }
    }
}
