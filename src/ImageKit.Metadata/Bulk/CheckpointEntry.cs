namespace ImageKit.Metadata.Bulk;

/// <summary>
/// Where the line of an image is in a checkpoint file, without its end, the hash of the file ID (0 if it is not known), and whether
/// the current run has requested the image.
/// </summary>
internal readonly record struct CheckpointEntry(long Offset, int Length, ulong File, bool IsUsed = true);
