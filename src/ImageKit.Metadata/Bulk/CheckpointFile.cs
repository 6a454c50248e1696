namespace ImageKit.Metadata.Bulk;

/// <summary>The file under a <see cref="Checkpoint"/>: locked for one process, only ever appended to, or rewritten as a whole.</summary>
internal sealed class CheckpointFile : IDisposable
{
    /// <summary>What the header says that the file is.</summary>
    public const string Kind = "checkpoint";

    private const int BlockSize = 256 * 1024;

    private static readonly bool OnWindows = Path.DirectorySeparatorChar == '\\';

    private readonly string _path;
    private readonly CheckpointFile? _previous;
    private byte[] _block = [];
    private long _blockOffset;
    private int _blockLength;

    private CheckpointFile(string path, FileStream stream, CheckpointFile? previous = null)
    {
        // The file behind a link has the length, and is the one to be rewritten.
        _path = ResolveLink(path);
        Stream = stream;
        _previous = previous;
    }

    public FileStream Stream { get; }

    public long End { get; private set; }

    /// <summary>Opens the file, or creates one that only its owner can read.</summary>
    /// <exception cref="CheckpointException">It cannot be opened, or another process has it.</exception>
    public static CheckpointFile Open(string path)
    {
        FileStream stream;
        try
        {
            stream = OpenLocked(path, FileMode.OpenOrCreate);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CheckpointException(
                Directory.Exists(path) ? $"The checkpoint file '{path}' cannot be opened: it is a folder."
                    : exception is IOException and not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
                    ? $"The checkpoint file '{path}' cannot be opened; another process may be using it. {exception.Message}"
                    : $"The checkpoint file '{path}' cannot be opened. {exception.Message}",
                innerException: exception);
        }

        if (!stream.CanSeek)
        {
            stream.Dispose();
            throw new CheckpointException($"'{path}' is not a file.");
        }

        return new CheckpointFile(path, stream);
    }

    /// <summary>Cuts off what follows the last whole line.</summary>
    public void Truncate(long end)
    {
        if (Stream.Length != end)
        {
            Stream.SetLength(end);
        }

        End = end;
    }

    /// <exception cref="CheckpointException">It could not be written, or the file was changed by somebody else.</exception>
    public void Append(ArraySegment<byte> line)
    {
        Verify();
        try
        {
            Stream.Position = End;
            Stream.Write(line.Array!, line.Offset, line.Count);
            Stream.Flush();
            End += line.Count;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            RemoveTornLine();
            throw new CheckpointException($"The checkpoint file cannot be written to. {exception.Message}", isWriteFailure: true, exception);
        }
    }

    /// <summary>Reads a line. The bytes are valid until the next call.</summary>
    public ReadOnlyMemory<byte> Read(long offset, int length)
    {
        if (offset < _blockOffset || offset + length > _blockOffset + _blockLength)
        {
            // The next run mostly requests the images in the order of the last one.
            bool isNext = offset >= _blockOffset && offset - (_blockOffset + _blockLength) < BlockSize;
            int wanted = (int)Math.Min(Math.Max(length, isNext ? BlockSize : 0), End - offset);
            if (_block.Length < wanted)
            {
                _block = new byte[Math.Max(wanted, BlockSize)];
            }

            _blockOffset = offset;
            _blockLength = 0;
            Stream.Position = offset;
            while (_blockLength < wanted && Stream.Read(_block, _blockLength, wanted - _blockLength) is int read and > 0)
            {
                _blockLength += read;
            }
        }

        int start = (int)(offset - _blockOffset);
        return _block.AsMemory(start, Math.Min(length, _blockLength - start));
    }

    /// <summary>Checks that the path still leads to this file and that nobody has truncated it.</summary>
    /// <exception cref="CheckpointException">It was removed, replaced or truncated.</exception>
    public void Verify()
    {
        FileInfo atPath = new(_path);
        if (!atPath.Exists || atPath.Length != End || Stream.Length != End)
        {
            throw new CheckpointException(
                $"The checkpoint file '{_path}' was {(atPath.Exists ? "changed or replaced by another program" : "removed")} while the command was running. The metadata that the command had written to it is lost.",
                isWriteFailure: true);
        }
    }

    /// <summary>
    /// Rewrites the file without superseded lines: to a new file, which then replaces the old one. A kill at any moment
    /// leaves one of the two whole.
    /// </summary>
    public CheckpointFile Compact(byte[] header, CheckpointIndex index, CancellationToken cancellationToken)
    {
        string temporary = _path + ".new";
        FileStream stream;
        try
        {
            // Nobody else writes it while the old file is locked: it is what a kill has left.
            File.Delete(temporary);
            stream = OpenLocked(temporary, FileMode.CreateNew);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be written to: the file stays as long as it is.
            return this;
        }

        CheckpointFile compact = new(_path, stream, this);
        try
        {
            compact.Fill(header, this, index.GetLatest(), cancellationToken);
            CopyAccess(_path, temporary);
            if (OnWindows)
            {
                // There a file that is open cannot be replaced.
                stream.Dispose();
                Stream.Dispose();
                File.Replace(temporary, _path, null);
                compact = Open(_path);
                compact.End = compact.Stream.Length;
            }
            else
            {
                File.Replace(temporary, _path, null);
            }
        }
        catch
        {
            stream.Dispose();
            File.Delete(temporary);
            throw;
        }

        index.Load(new CheckpointScanner(_path).Read(compact.Stream, beginningsOnly: true), CancellationToken.None);
        return compact;
    }

    public void Dispose()
    {
        try
        {
            if (Stream.CanWrite)
            {
                Stream.Flush(flushToDisk: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Each line has been passed to the system already.
        }

        Stream.Dispose();
        _previous?.Dispose();
    }

    private static FileStream OpenLocked(string path, FileMode mode)
    {
        // Elsewhere than on Windows only FileShare.None takes an exclusive lock, which jq and tail ignore.
        FileShare share = OnWindows ? FileShare.Read | FileShare.Delete : FileShare.None;
#if NET8_0_OR_GREATER
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 1 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
#else
        return new FileStream(path, mode, FileAccess.ReadWrite, share, 1);
#endif
    }

    private static string ResolveLink(string path)
    {
#if NET8_0_OR_GREATER
        return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        return path;
#endif
    }

    private static void CopyAccess(string from, string to)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
        }
#endif
    }

    private void Fill(byte[] header, CheckpointFile from, CheckpointEntry[] lines, CancellationToken cancellationToken)
    {
        // Not disposed: the stream below it stays open.
        BufferedStream output = new(Stream, BlockSize);
        output.Write(header, 0, header.Length);
        foreach (CheckpointEntry entry in lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlyMemory<byte> line = from.Read(entry.Offset, entry.Length);
            output.Write(line.ToArray(), 0, line.Length);
            output.WriteByte((byte)'\n');
        }

        output.Flush();
        Stream.Flush(flushToDisk: true);
        End = Stream.Length;
    }

    private void RemoveTornLine()
    {
        try
        {
            Stream.SetLength(End);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The torn line stays, and the next run cuts it off.
        }
    }
}
