namespace ImageKit.Metadata.Library.Changes;

/// <summary>What restores one file: its changes in the journal, taken back from the values that it has now.</summary>
internal sealed class UndoPlan
{
    /// <summary>The changes to send.</summary>
    public List<MediaFileChange> Changes { get; } = [];

    /// <summary>The changes of the journal whose values someone else has changed since.</summary>
    public List<MediaFileChange> Conflicts { get; } = [];

    /// <summary>The entries whose values are already as they were.</summary>
    public List<JournalEntry> Restored { get; } = [];

    /// <summary>Plans from the entries of one file that are in effect, in their order, and the file as it is now.</summary>
    public static UndoPlan Create(IEnumerable<JournalEntry> entries, MediaFile current)
    {
        UndoPlan plan = new();
        foreach (IGrouping<string, JournalEntry> property in entries.GroupBy(entry => entry.Change.Property!))
        {
            plan.Add(property.Key, [.. property.Reverse()], current);
        }

        return plan;
    }

    private void Add(string property, IReadOnlyList<JournalEntry> entries, MediaFile current)
    {
        object? now = FileValue.Read(current, property);
        object? value = now;
        List<JournalEntry> reverted = [];
        foreach (JournalEntry entry in entries)
        {
            if (!entry.TryRevert(value, out object? before))
            {
                // Older changes cannot be distinguished from the edit either.
                Conflicts.Add(Create(entry.Change, now, entry.Change.Before, MediaFileChangeStatus.ChangedSince));
                break;
            }

            value = before;
            reverted.Add(entry);
        }

        if (FileValue.AreEqual(now, value))
        {
            Restored.AddRange(reverted);
            return;
        }

        MediaFileChange change = Create(entries[0].Change, now, value, MediaFileChangeStatus.Planned);
        change.Entries = reverted;
        if (property == FileValue.Tags)
        {
            SetTagAction(change, FileValue.ToTags(now), FileValue.ToTags(value));
        }

        Changes.Add(change);
    }

    /// <summary>Adding and removing keeps what others do to the file at the same time; only another order needs the whole list.</summary>
    private static void SetTagAction(MediaFileChange change, string[] now, string[] value)
    {
        string[] removed = [.. now.Except(value)];
        string[] added = [.. value.Except(now)];
        if (added.Length == 0 && now.Except(removed).SequenceEqual(value))
        {
            (change.Action, change.Tags) = (ChangeAction.RemoveTags, removed);
        }
        else if (removed.Length == 0 && now.Concat(added).SequenceEqual(value))
        {
            (change.Action, change.Tags) = (ChangeAction.AddTags, added);
        }
    }

    private static MediaFileChange Create(MediaFileChange change, object? now, object? value, MediaFileChangeStatus status) => new()
    {
        FileId = change.FileId,
        Url = change.Url,
        Property = change.Property,
        Before = now,
        After = value,
        Status = status,
    };
}
