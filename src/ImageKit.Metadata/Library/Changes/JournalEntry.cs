namespace ImageKit.Metadata.Library.Changes;

/// <summary>One change in a journal, by its number there.</summary>
internal sealed class JournalEntry(long id, MediaFileChange change)
{
    public long Id { get; } = id;

    public MediaFileChange Change { get; } = change;

    public JournalOutcome Outcome { get; set; }

    /// <summary>Whether the change is, or may be, in effect.</summary>
    public bool IsInEffect => Outcome is JournalOutcome.Done or JournalOutcome.Unknown;

    /// <summary>Takes the change back from a value that is read from the service; false if someone else has changed the value since.</summary>
    public bool TryRevert(object? current, out object? reverted)
    {
        MediaFileChange change = Change;
        if (FileValue.AreEqual(current, change.After))
        {
            reverted = change.Before;
            return true;
        }

        reverted = change.Action switch
        {
            ChangeAction.AddTags => FileValue.ToTags(current).Except(change.Tags.Except(FileValue.ToTags(change.Before))).ToArray(),
            ChangeAction.RemoveTags => FileValue.ToTags(current).Union(change.Tags.Intersect(FileValue.ToTags(change.Before))).ToArray(),
            _ => current,
        };
        return change.Action != ChangeAction.Set || FileValue.AreEqual(current, change.Before);
    }
}
