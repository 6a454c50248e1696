namespace ImageKit.Metadata.Bulk;

/// <summary>A line of a checkpoint file that is a record.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Bytes">The line without its end; where only beginnings are read, valid until the next one is.</param>
/// <param name="Record">The record.</param>
internal readonly record struct CheckpointLine(long Offset, ReadOnlyMemory<byte> Bytes, CheckpointRecord Record);
