using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// A file of finished items, to which a run adds and from which the next one takes what is done. A line is written as one
/// piece when its item is finished, so that a kill at any moment costs at most the items in flight and leaves at most the
/// last line torn. One process at a time has the file: the lock is the operating system's, and goes with the process.
/// </summary>
internal sealed class Checkpoint : IDisposable
{
    private static readonly bool OnWindows = Path.DirectorySeparatorChar == '\\';

    private readonly object _lock = new();
    private readonly FileStream _file;
    private readonly Dictionary<ulong, long> _offsets = [];
    private readonly List<string> _remarks = [];
    private long _end;
    private bool _closed;

    private Checkpoint(FileStream file) => _file = file;

    /// <summary>How many items of earlier runs have their answer in the file.</summary>
    public int AnsweredEarlier { get; private set; }

    /// <summary>What was found and mended on opening, in sentences.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Stands for a request's key: eight bytes instead of a URL, for a million of them.</summary>
    public static ulong Hash(string key)
    {
#if NET8_0_OR_GREATER
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return BitConverter.ToUInt64(hash);
#else
        using SHA256 sha = SHA256.Create();
        return BitConverter.ToUInt64(sha.ComputeHash(Encoding.UTF8.GetBytes(key)), 0);
#endif
    }

    /// <summary>Opens the file, or begins one.</summary>
    /// <exception cref="CheckpointException">It is none, of another account, in use, or cannot be opened.</exception>
    public static Checkpoint Open(string path, ImageKitClient client, CancellationToken cancellationToken = default)
    {
        FileStream file;
        try
        {
            // Elsewhere than on Windows only FileShare.None takes an exclusive lock, which jq and tail do not mind.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, OnWindows ? FileShare.Read : FileShare.None, 1);
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

        Checkpoint checkpoint = new(file);
        try
        {
            if (!file.CanSeek)
            {
                throw new CheckpointException($"'{path}' is not a file.");
            }

            checkpoint.Load(path, client, cancellationToken);
            return checkpoint;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            checkpoint.Dispose();
            throw new CheckpointException($"The checkpoint file '{path}' cannot be read. {exception.Message}", innerException: exception);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>The answer to a request, if the file has it.</summary>
    public MetadataResponse? Find(MetadataRequest request)
    {
        ReadOnlyMemory<byte> line;
        lock (_lock)
        {
            if (_closed || !_offsets.TryGetValue(Hash(request.Key), out long offset))
            {
                return null;
            }

            line = ReadLine(offset);
        }

        // Two keys may share a hash; then the second is asked for again.
        return CheckpointRecord.TryParse(line) is { Error: null } record && record.Key == request.Key ? record.TryRead(request) : null;
    }

    /// <summary>Adds an answer.</summary>
    /// <exception cref="CheckpointException">The line could not be written; the file is as it was before.</exception>
    public void Add(MetadataRequest request, MetadataResponse answer)
    {
        LineBuffer line = new();
        CheckpointRecord.Write(line, request, answer.RetrievedAt, answer.Body);
        Append(line, Hash(request.Key));
    }

    /// <summary>Adds a failure: the next run will try again.</summary>
    /// <exception cref="CheckpointException">The line could not be written; the file is as it was before.</exception>
    public void Add(MetadataRequest request, ImageKitException failure)
    {
        LineBuffer line = new();
        CheckpointRecord.Write(line, request, DateTime.UtcNow, failure);
        Append(line, null);
    }

    /// <summary>Closes the file. What is added afterwards is dropped: its item counts as in flight.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            try
            {
                _file.Flush(flushToDisk: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // Each line has been handed to the system already.
            }

            _file.Dispose();
        }
    }

    private void Load(string path, ImageKitClient client, CancellationToken cancellationToken)
    {
        bool isFirst = true;
        int damaged = 0;
        foreach (JsonLine line in JsonLine.ReadAll(_file))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isFirst && !line.IsTerminated && CheckpointHeader.IsTorn(line.Bytes))
            {
                // Killed in its first moment: the file holds nothing yet.
                break;
            }

            if (isFirst)
            {
                isFirst = false;
                CheckHeader(path, line, client);
                _end = line.Offset + line.Bytes.Length + 1;
                continue;
            }

            if (!line.IsTerminated)
            {
                // The end of a run that was killed. Should the line be whole but for its end, it is asked for again.
                _remarks.Add("The last line of the checkpoint file was torn, and has been cut off.");
                break;
            }

            CheckpointRecord? record = CheckpointRecord.TryParse(line.Bytes);
            _end = line.Offset + line.Bytes.Length + 1;
            if (record is null)
            {
                // Files may have been put together, with cat: then the head of the next one stands here.
                if (CheckpointHeader.TryParse(line.Bytes) is null)
                {
                    damaged++;
                }
                else
                {
                    CheckHeader(path, line, client);
                }
            }
            else if (record.Error is null)
            {
                _offsets[Hash(record.Key)] = line.Offset;
            }
        }

        AnsweredEarlier = _offsets.Count;
        if (damaged > 0)
        {
            _remarks.Add($"{damaged} lines of the checkpoint file are damaged; what stood there is asked for again.");
        }

        _file.SetLength(_end);
        _file.Position = _end;
        if (isFirst)
        {
            WriteThrough(CheckpointHeader.Create(client).ToLine());
        }
    }

    private static void CheckHeader(string path, JsonLine line, ImageKitClient client)
    {
        if (CheckpointHeader.TryParse(line.Bytes) is not CheckpointHeader header || !line.IsTerminated)
        {
            throw new CheckpointException($"{CheckpointHeader.DescribeStranger(path, line.Bytes)}; it has not been changed.");
        }

        if (!header.IsOf(client))
        {
            throw new CheckpointException($"The checkpoint file '{path}' was written with another private key or for another service; it has not been changed.");
        }
    }

    private void Append(LineBuffer line, ulong? answeredKey)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            long offset = _end;
            WriteThrough(line.Written);
            if (answeredKey is ulong key)
            {
                _offsets[key] = offset;
            }
        }
    }

    private void WriteThrough(byte[] bytes) => WriteThrough(new ArraySegment<byte>(bytes));

    private void WriteThrough(ArraySegment<byte> bytes)
    {
        try
        {
            _file.Write(bytes.Array!, bytes.Offset, bytes.Count);
            _file.Flush();
            _end += bytes.Count;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TakeBackTornLine();
            throw new CheckpointException($"The checkpoint file cannot be written to. {exception.Message}", isWriteFailure: true, exception);
        }
    }

    private void TakeBackTornLine()
    {
        try
        {
            _file.SetLength(_end);
            _file.Position = _end;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The torn line stays, and the next run cuts it off.
        }
    }

    private byte[] ReadLine(long offset)
    {
        byte[] buffer = new byte[4096];
        int length = 0;
        _file.Position = offset;
        try
        {
            while (true)
            {
                int read = _file.Read(buffer, length, buffer.Length - length);
                int end = Array.IndexOf(buffer, (byte)'\n', length, read);
                if (end >= 0)
                {
                    Array.Resize(ref buffer, end);
                    return buffer;
                }

                length += read;
                if (read == 0)
                {
                    return [];
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }
        }
        finally
        {
            _file.Position = _end;
        }
    }

    /// <summary>A line being put together: <see cref="IBufferWriter{T}"/> as netstandard2.0 lacks it.</summary>
    private sealed class LineBuffer : IBufferWriter<byte>
    {
        private byte[] _bytes = new byte[4096];
        private int _length;

        public ArraySegment<byte> Written => new(_bytes, 0, _length);

        public void Advance(int count) => _length += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Reserve(sizeHint);
            return _bytes.AsMemory(_length);
        }

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            Reserve(sizeHint);
            return _bytes.AsSpan(_length);
        }

        private void Reserve(int size)
        {
            int needed = _length + Math.Max(1, size);
            if (needed > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
            }
        }
    }
}
