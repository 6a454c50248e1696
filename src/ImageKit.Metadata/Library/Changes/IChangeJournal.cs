namespace ImageKit.Metadata.Library.Changes;

/// <summary>Hears of each change before it is sent, and of what became of it. Called from several threads.</summary>
internal interface IChangeJournal
{
    /// <summary>Writes what is about to be sent.</summary>
    void Plan(IReadOnlyList<MediaFileChange> changes);

    /// <summary>Writes what became of it.</summary>
    void Record(IReadOnlyList<ChangeResult> results);
}
