using System.Text.Json;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Library.Changes;

/// <summary>
/// A file of changes: one line per change before it is sent, with the values before and after, and one line with the outcome
/// after. The lines of a request are on the disk before it is sent, so that a run that is killed at any moment leaves no change
/// that the file does not contain. One process at a time has the file: the lock is the operating system's.
/// </summary>
internal sealed class ChangeJournal : IChangeJournal, IDisposable
{
    private const string Kind = "journal";

    private static readonly bool OnWindows = Path.DirectorySeparatorChar == '\\';

    private readonly object _lock = new();
    private readonly FileStream _file;
    private readonly string _path;
    private readonly Dictionary<string, List<JournalEntry>> _byFile = [];
    private readonly Dictionary<long, JournalEntry> _byId = [];
    private long _lastId;
    private long _end;

    private ChangeJournal(FileStream file, string path) => (_file, _path) = (file, path);

    /// <summary>All changes, in the order in which they were planned.</summary>
    public IEnumerable<JournalEntry> Entries => _byId.Values;

    /// <summary>What was repaired when the file was opened; a sentence, or null.</summary>
    public string? Remark { get; private set; }

    /// <summary>Opens a journal, or creates one.</summary>
    /// <exception cref="JournalException">The file is not a journal, is of another account, in use, or cannot be opened.</exception>
    public static ChangeJournal Open(string path, ImageKitClient client, bool mustExist = false)
    {
        FileStream file;
        try
        {
            // Elsewhere than on Windows only FileShare.None takes an exclusive lock, which jq and tail do not mind.
            file = new FileStream(path, mustExist ? FileMode.Open : FileMode.OpenOrCreate, FileAccess.ReadWrite, OnWindows ? FileShare.Read : FileShare.None, 1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = exception is IOException and not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) ? " Another process may be using it." : string.Empty;
            throw new JournalException($"The journal '{path}' cannot be opened.{reason} {exception.Message}", innerException: exception);
        }

        ChangeJournal journal = new(file, path);
        try
        {
            journal.Load(client);
            return journal;
        }
        catch (Exception exception)
        {
            file.Dispose();
            throw exception is IOException or InvalidDataException or NotSupportedException
                ? new JournalException($"The journal '{path}' cannot be read. {exception.Message}", innerException: exception)
                : exception;
        }
    }

    /// <summary>The last change of the journal that is in effect and decides about the same as a wanted one; null if there is none.</summary>
    public JournalEntry? Find(string fileId, WantedChange wanted)
    {
        JournalEntry? last = _byFile.TryGetValue(fileId, out List<JournalEntry>? entries)
            ? entries.FindLast(entry => entry.IsInEffect && wanted.Overlaps(entry.Change))
            : null;
        return last is not null && wanted.IsSame(last.Change) ? last : null;
    }

    public void Plan(IReadOnlyList<MediaFileChange> changes)
    {
        lock (_lock)
        {
            List<byte[]> lines = [];
            foreach (MediaFileChange change in changes.Where(change => change.Entries.Count == 0))
            {
                JournalEntry entry = Add(new JournalEntry(_lastId + 1, change));
                lines.Add(JsonValueWriter.WriteLine(json => WriteChange(json, entry)));
            }

            WriteThrough(lines);
        }
    }

    public void Record(IReadOnlyList<ChangeResult> results)
    {
        lock (_lock)
        {
            WriteThrough([.. results.SelectMany(result => result.Change.Entries.Select(entry => RecordOne(entry, result)))]);
        }
    }

    /// <summary>Writes that changes were undone.</summary>
    public void RecordUndone(IEnumerable<JournalEntry> entries)
    {
        lock (_lock)
        {
            WriteThrough([.. entries.Select(entry => WriteOutcome(entry, JournalOutcome.Undone, null, writesAfter: false))]);
        }
    }

    /// <summary>Writes that a change whose outcome was not known is not in effect.</summary>
    public void RecordSuperseded(JournalEntry entry)
    {
        lock (_lock)
        {
            WriteThrough([WriteOutcome(entry, JournalOutcome.Failed, "The file had another value when the run was resumed.", writesAfter: false)]);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }

    private static byte[] RecordOne(JournalEntry entry, ChangeResult result) => WriteOutcome(
        entry,
        result.Error is null ? JournalOutcome.Done : result.IsUnknown ? JournalOutcome.Unknown : JournalOutcome.Failed,
        result.Error?.Message,
        writesAfter: result.Error is null && entry.Change.Action == ChangeAction.Set);

    private static byte[] WriteOutcome(JournalEntry entry, JournalOutcome outcome, string? error, bool writesAfter)
    {
        entry.Outcome = outcome;
        return JsonValueWriter.WriteLine(json =>
        {
            json.WriteNumber("change", entry.Id);
            json.WriteString("outcome", outcome.ToString());
            json.WriteString("time", DateTime.UtcNow);
            if (writesAfter)
            {
                json.WritePropertyName("after");
                JsonValueWriter.Write(json, entry.Change.After);
            }

            if (error is not null)
            {
                json.WriteString("error", error);
            }
        });
    }

    private static void WriteChange(Utf8JsonWriter json, JournalEntry entry)
    {
        MediaFileChange change = entry.Change;
        json.WriteNumber("id", entry.Id);
        json.WriteString("time", DateTime.UtcNow);
        json.WriteString("fileId", change.FileId);
        json.WriteString("url", change.Url);
        json.WriteString("property", change.Property);
        json.WriteString("action", change.Action.ToString());
        if (change.Action != ChangeAction.Set)
        {
            json.WritePropertyName("tags");
            JsonValueWriter.Write(json, change.Tags);
        }

        json.WritePropertyName("before");
        JsonValueWriter.Write(json, change.Before);
        json.WritePropertyName("after");
        JsonValueWriter.Write(json, change.After);
    }

    private void Load(ImageKitClient client)
    {
        bool hasHeader = false;
        int damaged = 0;
        foreach (JsonLine line in JsonLine.ReadAll(_file))
        {
            // The end of a run that was killed: a change whose line is incomplete was not sent, an outcome is read again from the service.
            if (!line.IsTerminated && (hasHeader || AccountHeader.IsTorn(Kind, line.Bytes)))
            {
                break;
            }

            if (!hasHeader)
            {
                CheckHeader(line.Bytes, client);
                hasHeader = true;
            }
            else if (JsonValueReader.TryReadLine(line.Bytes.Span) is not PropertyBag fields || !TryLoad(fields))
            {
                damaged++;
            }

            _end = line.Offset + line.Bytes.Length + 1;
        }

        Remark = damaged == 0 ? null : $"{Quantity.ToDisplayText(damaged, "line", "lines")} of the journal '{_path}' cannot be read; changes there cannot be resumed or undone.";
        _file.SetLength(_end);
        _file.Position = _end;
        if (!hasHeader)
        {
            WriteThrough([AccountHeader.Create(Kind, client).ToLine()]);
        }
    }

    private void CheckHeader(ReadOnlyMemory<byte> line, ImageKitClient client)
    {
        AccountHeader header = AccountHeader.TryParse(Kind, line) ?? throw new JournalException($"'{_path}' is not a journal of this module; it was not changed.");
        if (!header.IsOf(client))
        {
            throw new JournalException($"The journal '{_path}' was written with another private key or for another service; it was not changed.");
        }
    }

    private bool TryLoad(PropertyBag fields)
    {
        if (TagValue.ToInt64(fields, "change") is long number)
        {
            if (!_byId.TryGetValue(number, out JournalEntry? known) || !Enum.TryParse(TagValue.ToText(fields, "outcome"), out JournalOutcome outcome))
            {
                return false;
            }

            known.Outcome = outcome;
            known.Change.After = fields.TryGetValue("after", out object? after) ? ToValue(known.Change.Property!, after) : known.Change.After;
            return true;
        }

        if (TagValue.ToInt64(fields, "id") is not long id || _byId.ContainsKey(id) || !Enum.TryParse(TagValue.ToText(fields, "action"), out ChangeAction action)
            || fields.Find("fileId") is not string fileId || fields.Find("property") is not string property)
        {
            return false;
        }

        Add(new JournalEntry(id, new MediaFileChange
        {
            FileId = fileId,
            Url = fields.Find("url") as string,
            Property = property,
            Action = action,
            Tags = FileValue.ToTags(fields.Find("tags")),
            Before = ToValue(property, fields.Find("before")),
            After = ToValue(property, fields.Find("after")),
        }));
        return true;
    }

    private static object? ToValue(string property, object? value) => property == FileValue.Tags ? FileValue.ToTags(value) : value;

    private JournalEntry Add(JournalEntry entry)
    {
        _byId.Add(entry.Id, entry);
        _lastId = Math.Max(_lastId, entry.Id);
        entry.Change.Entries = [entry];
        if (!_byFile.TryGetValue(entry.Change.FileId!, out List<JournalEntry>? entries))
        {
            _byFile.Add(entry.Change.FileId!, entries = []);
        }

        entries.Add(entry);
        return entry;
    }

    private void WriteThrough(List<byte[]> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        byte[] bytes = [.. lines.SelectMany(line => line)];
        try
        {
            _file.Write(bytes, 0, bytes.Length);
            _file.Flush(flushToDisk: true);
            _end += bytes.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            RemoveTornLine();
            throw new JournalException($"The journal '{_path}' cannot be written to. {exception.Message}", isWriteFailure: true, exception);
        }
    }

    private void RemoveTornLine()
    {
        try
        {
            _file.SetLength(_end);
            _file.Position = _end;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The next run removes it.
        }
    }
}
