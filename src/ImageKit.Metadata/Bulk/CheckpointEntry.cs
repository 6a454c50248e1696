namespace ImageKit.Metadata.Bulk;

/// <summary>Where the line of an image is in a checkpoint file.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its length, without its end.</param>
/// <param name="File">The hash of the file ID; 0 if it is not known.</param>
/// <param name="IsUsed">Whether the current run has requested the image.</param>
internal readonly record struct CheckpointEntry(long Offset, int Length, ulong File, bool IsUsed = true);
