namespace ImageKit.Metadata.Library.Changes;

/// <summary>Hears of each change before it is sent, and of what became of it. Called from several threads.</summary>
internal interface IChangeJournal
{
    void Plan(IReadOnlyList<MediaFileChange> changes);

    void Record(IReadOnlyList<ChangeResult> results);
}
