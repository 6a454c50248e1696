namespace ImageKit.Metadata.Library.Changes;

/// <summary>A journal that cannot be used, or could not be written to: either ends the run.</summary>
internal sealed class JournalException(string message, bool isWriteFailure = false, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether the file was fine but a write failed, as on a full disk.</summary>
    public bool IsWriteFailure { get; } = isWriteFailure;
}
