using ImageKit.Metadata.Http;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Models;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// A file of finished items, to which a run adds and from which the next one takes what is done. A line is written as one
/// piece when its item is finished, so that a kill at any moment costs at most the items in flight and leaves at most the
/// last line torn. One process at a time has the file: the lock is the operating system's, and ends with the process.
/// </summary>
/// <remarks>
/// A stored response is used only for the same content: the same version where it is known, else the same time of change, else
/// the same URL. What differs is requested again, and the new line supersedes the old one.
/// </remarks>
internal sealed class Checkpoint : IDisposable
{
    private readonly string _path;
    private readonly object _lock = new();
    private readonly CheckpointIndex _index = new();
    private readonly List<string> _remarks = [];
    private readonly LineBuffer _buffer = new();
    private readonly CheckpointReadAhead _readAhead;
    private CheckpointFile _file;
    private bool _closed;

    private Checkpoint(string path, CheckpointFile file)
    {
        _path = path;
        _file = file;
        _readAhead = new CheckpointReadAhead(ReadBlock);
    }

    /// <summary>How many images of earlier runs have their metadata in the file.</summary>
    public int StoredCount { get; private set; }

    /// <summary>What was found and repaired on opening, in sentences.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Opens the file, or creates one.</summary>
    /// <exception cref="CheckpointException">It is not a checkpoint file, of another account, in use, or cannot be opened.</exception>
    public static Checkpoint Open(string path, ImageKitClient client, CancellationToken cancellationToken = default)
    {
        Checkpoint checkpoint = new(path, CheckpointFile.Open(path));
        try
        {
            checkpoint.Load(client, cancellationToken);
            return checkpoint;
        }
        catch (Exception exception)
        {
            checkpoint.Dispose();
            if (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                throw new CheckpointException($"The checkpoint file '{path}' cannot be read. {exception.Message}", innerException: exception);
            }

            throw;
        }
    }

    /// <summary>
    /// Finds the response to a request. Called by one thread at a time. If the listing shows other tags or names for the same
    /// content, the line is written again with these. What was retrieved before <paramref name="oldest"/> is not used for a request
    /// that has no version.
    /// </summary>
    /// <exception cref="CheckpointException">The line could not be written.</exception>
    public MetadataResponse? Find(MetadataRequest request, DateTime? oldest = null)
    {
        string slotName = request.Slot;
        CheckpointEntry entry;
        lock (_lock)
        {
            if (_closed || !_index.TryFind(slotName, out entry))
            {
                return null;
            }
        }

        // Of two slots with the same hash, the second one is requested again.
        CheckpointRecord? found = _readAhead.Take(entry.Offset, entry.Length) ?? CheckpointRecord.TryParse(ReadBlock(entry.Offset, entry.Length));
        if (found is not { Metadata.Length: > 0 } record
            || !string.Equals(record.Slot, slotName, StringComparison.Ordinal))
        {
            return null;
        }

        bool isSameFile = IsSameFile(record, request);
        bool isSameContent = isSameFile && record.Url == request.Url && !request.Version.IsUnknown;
        if (!(isSameContent || IsSameContent(record, request, oldest))
            || record.TryRead(request) is not MetadataResponse response
            || IsReplaced(response, request))
        {
            return null;
        }

        if (!isSameFile && request.File is { IsPartial: false })
        {
            Add(request, response);
        }

        return response;
    }

    /// <exception cref="CheckpointException">The line could not be written; the file is as it was before.</exception>
    public void Add(MetadataRequest request, MetadataResponse response) =>
        Append(line => CheckpointRecord.Write(line, request, response.RetrievedAt, response.Body), request);

    /// <summary>Adds a failure: the next run will try again.</summary>
    /// <exception cref="CheckpointException">The line could not be written; the file is as it was before.</exception>
    public void Add(MetadataRequest request, ImageKitException failure) =>
        Append(line => CheckpointRecord.Write(line, request, DateTime.UtcNow, failure));

    /// <summary>The files in the checkpoint that a complete listing lacks.</summary>
    public IReadOnlyList<string> FindMissing(MediaListing listing, CancellationToken cancellationToken = default)
    {
        HashSet<string> missing = new(StringComparer.Ordinal);
        CheckpointEntry[] entries;
        lock (_lock)
        {
            entries = _index.GetUnused();
        }

        foreach (CheckpointEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlyMemory<byte> line;
            lock (_lock)
            {
                line = _file.Read(entry.Offset, entry.Length);
            }

            if (CheckpointRecord.TryParse(line, beginningOnly: true) is { FileId: string fileId } record
                && listing.Lacks(fileId, record.File.Length > 0 ? ListedFileJson.Read(record.File).FilePath : null))
            {
                missing.Add(fileId);
            }
        }

        return [.. missing];
    }

    /// <summary>Marks a file as deleted: its metadata is not emitted any more.</summary>
    /// <exception cref="CheckpointException">The line could not be written; the file is as it was before.</exception>
    public void AddGone(string fileId) => Append(line => CheckpointRecord.WriteGone(line, fileId, DateTime.UtcNow));

    /// <summary>Checks that the file is still there, as this run wrote it.</summary>
    /// <exception cref="CheckpointException">It was removed, replaced or truncated.</exception>
    public void Verify()
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _file.Verify();
            }
        }
    }

    /// <summary>Reads from the file; empty when it is closed.</summary>
    private byte[] ReadBlock(long offset, int length)
    {
        lock (_lock)
        {
            return _closed || offset >= _file.End ? [] : _file.Read(offset, (int)Math.Min(length, _file.End - offset)).ToArray();
        }
    }

    /// <summary>Closes the file. What is added afterwards is dropped: its item counts as in flight.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file.Dispose();
        }

        _readAhead.Dispose();
    }

    private static bool IsSameContent(CheckpointRecord record, MetadataRequest request, DateTime? oldest)
    {
        ListedFile? file = record.File.Length > 0 ? ListedFileJson.Read(record.File) : null;
        ContentVersion stored = ContentVersion.Of(record.Url, file?.VersionId, file?.UpdatedAt);
        ContentVersion requested = request.Version;
        if (stored.IsSame(requested) is bool isSame)
        {
            return isSame;
        }

        // A file ID alone stands for the file as it was when it was read; a URL without a version only for itself.
        return requested.IsUnknown && (request.Url is null || stored.IsUnknown) && !(record.RetrievedAt < oldest);
    }

    /// <summary>Whether the listed size contradicts the stored one: the file was replaced, whatever else is known.</summary>
    private static bool IsReplaced(MetadataResponse response, MetadataRequest request) =>
        request is { IsByFile: true, File.Size: long listed } && response.Metadata.Size is long stored && stored != listed;

    /// <summary>Whether a line contains just what the listing shows of the file.</summary>
    private bool IsSameFile(CheckpointRecord record, MetadataRequest request)
    {
        if (request.File is null)
        {
            return record.File.Length == 0;
        }

        lock (_lock)
        {
            _buffer.Clear();
            ListedFileJson.Write(_buffer, request.File);
            return _buffer.Written.AsSpan().SequenceEqual(record.File.Span);
        }
    }

    private void Load(ImageKitClient client, CancellationToken cancellationToken)
    {
        CheckpointScanner scanner = new(_path, "; it has not been changed");
        _index.Load(scanner.Read(_file.Stream, beginningsOnly: true, CheckHeader), cancellationToken);
        StoredCount = _index.Count;
        if (scanner.IsTorn)
        {
            _remarks.Add("The last line of the checkpoint file was incomplete and was removed.");
        }

        if (scanner.DamagedLines > 0)
        {
            string damaged = Quantity.ToDisplayText(
                scanner.DamagedLines, "line of the checkpoint file is damaged; its image is", "lines of the checkpoint file are damaged; their images are");
            _remarks.Add(damaged + " requested again.");
        }

        _file.Truncate(scanner.End);
        if (!scanner.HasHeader)
        {
            _file.Append(new ArraySegment<byte>(AccountHeader.Create(CheckpointFile.Kind, client).ToLine()));
        }
        else if (_index.SupersededBytes > scanner.End / 2)
        {
            _file = _file.Compact(AccountHeader.Create(CheckpointFile.Kind, client).ToLine(), _index, cancellationToken);
        }

        void CheckHeader(AccountHeader header)
        {
            if (!header.IsOf(client))
            {
                throw new CheckpointException($"The checkpoint file '{_path}' was written with another private key or for another service; it has not been changed.");
            }
        }
    }

    /// <summary>Appends a line. If it has the response to a request, it is found from now on.</summary>
    private void Append(Action<LineBuffer> write, MetadataRequest? answered = null)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _buffer.Clear();
            write(_buffer);
            long offset = _file.End;
            _file.Append(_buffer.Written);
            if (answered is not null)
            {
                _index.Set(answered.Slot, answered.FileId, offset, _buffer.Written.Count - 1);
            }
        }
    }
}
