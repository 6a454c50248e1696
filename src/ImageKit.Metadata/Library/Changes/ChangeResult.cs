namespace ImageKit.Metadata.Library.Changes;

/// <summary>What became of a change that was sent.</summary>
/// <param name="Change">The change.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
/// <param name="IsUnknown">Whether the service may have made the change although it failed: an attempt was lost.</param>
internal readonly record struct ChangeResult(MediaFileChange Change, Exception? Error, bool IsUnknown);
