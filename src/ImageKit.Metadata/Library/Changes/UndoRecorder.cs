namespace ImageKit.Metadata.Library.Changes;

/// <summary>Writes to a journal which of its changes were undone. An undo that is killed looks at each file again.</summary>
internal sealed class UndoRecorder(ChangeJournal journal) : IChangeJournal
{
    public void Plan(IReadOnlyList<MediaFileChange> changes)
    {
    }

    public void Record(IReadOnlyList<ChangeResult> results) =>
        journal.RecordUndone(results.Where(result => result.Error is null).SelectMany(result => result.Change.Entries));
}
