namespace ImageKit.Metadata.Bulk;

/// <summary>A line of a checkpoint file that is a record, without its end. Where only beginnings are read, it is valid until the next one is.</summary>
internal readonly record struct CheckpointLine(long Offset, ReadOnlyMemory<byte> Bytes, CheckpointRecord Record);
