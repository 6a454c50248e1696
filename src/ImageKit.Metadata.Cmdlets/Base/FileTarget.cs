using ImageKit.Metadata.Library.Changes;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Base;

/// <summary>A file to change: what is wanted, what the file has now, and the changes that follow.</summary>
internal sealed class FileTarget(string fileId, string? url, IReadOnlyList<WantedChange> wanted)
{
    private readonly List<(WantedChange Wanted, JournalEntry? Unfinished)> _open = [.. wanted.Select(change => (change, (JournalEntry?)null))];

    public string FileId { get; } = fileId;

    /// <summary>The file as it is now; null if that is not known.</summary>
    public MediaFile? Current { get; set; }

    public List<MediaFileChange> Changes { get; } = [];

    /// <summary>Whether the file must be read before the changes are known.</summary>
    public bool NeedsRead => _open.Count > 0 && Current is null;

    public bool Wants(IReadOnlyList<WantedChange> other) => wanted.Count == other.Count
        && wanted.Zip(other, (mine, theirs) => mine.Property == theirs.Property && mine.Action == theirs.Action && FileValue.AreEqual(mine.Value, theirs.Value)).All(isEqual => isEqual);

    /// <summary>Skips the changes that the journal records as done, and resumes those that it records as begun.</summary>
    public void ApplyJournal(ChangeJournal journal)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            WantedChange change = _open[i].Wanted;
            JournalEntry? entry = journal.Find(FileId, change);
            if (entry is null)
            {
                continue;
            }

            if (entry.Outcome == JournalOutcome.Done)
            {
                entry.Change.Status = MediaFileChangeStatus.ChangedEarlier;
                Changes.Add(entry.Change);
                _open.RemoveAt(i);
            }
            else if (entry.Change.Action != ChangeAction.Set)
            {
                // To add or remove a tag again changes nothing, and what was there before is in the journal.
                entry.Change.Status = MediaFileChangeStatus.Planned;
                Changes.Add(entry.Change);
                _open.RemoveAt(i);
            }
            else
            {
                // The value may have been set, or set by someone else since.
                _open[i] = (change, entry);
                Current = null;
            }
        }
    }

    /// <summary>Adds the changes without the values before.</summary>
    public void AddUnread()
    {
        Changes.AddRange(_open.Select(open => open.Wanted.ApplyTo(FileId, url)));
        _open.Clear();
    }

    /// <summary>Adds the changes to the file as it is now. Without it there are none: it could not be read.</summary>
    public void AddRead(ChangeJournal? journal)
    {
        if (Current is null)
        {
            return;
        }

        foreach ((WantedChange wanted, JournalEntry? unfinished) in _open)
        {
            MediaFileChange change = wanted.ApplyTo(FileId, url ?? Current.Url, Current);
            if (unfinished is not null && FileValue.AreEqual(change.Before, unfinished.Change.After))
            {
                // The earlier run set it, and did not hear of it.
                change = unfinished.Change;
                change.Status = MediaFileChangeStatus.Planned;
            }
            else if (unfinished is not null)
            {
                journal?.RecordSuperseded(unfinished);
            }

            Changes.Add(change);
        }

        _open.Clear();
    }

    /// <summary>The changes in a sentence, for <c>-WhatIf</c> and <c>-Confirm</c>.</summary>
    public string ToDescription(IReadOnlyList<MediaFileChange> changes)
    {
        string name = PlainText.Clean(Current?.FilePath ?? url ?? FileId);
        return changes[0].Before is null && changes[0].After is null
            ? $"{name}: {(changes[0].Action == ChangeAction.AddTags ? "add" : "remove")} the tags {PlainText.Clean(string.Join(", ", changes[0].Tags))}."
            : $"{name}: change {string.Join(", ", changes.Select(change => change.ToText()))}.";
    }
}
