namespace ImageKit.Metadata.Library.Changes;

/// <summary>
/// What became of a change that was sent: the error if it failed, and whether the service may have made it all the same, because an
/// attempt was lost.
/// </summary>
internal readonly record struct ChangeResult(MediaFileChange Change, Exception? Error, bool IsUnknown);
