namespace ImageKit.Metadata.Library.Changes;

/// <summary>What a journal contains about the result of a change.</summary>
internal enum JournalOutcome
{
    /// <summary>Nothing, or that the result is not known: the service may have made the change.</summary>
    Unknown,

    /// <summary>The service made the change.</summary>
    Done,

    /// <summary>The service did not make the change.</summary>
    Failed,

    /// <summary>The change was undone.</summary>
    Undone,
}
