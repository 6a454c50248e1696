namespace ImageKit.Metadata.Bulk;

/// <summary>A checkpoint file cannot be used or written to; either ends the run.</summary>
internal sealed class CheckpointException(string message, bool isWriteFailure = false, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether the file was fine but a write failed, as on a full disk.</summary>
    public bool IsWriteFailure { get; } = isWriteFailure;
}
