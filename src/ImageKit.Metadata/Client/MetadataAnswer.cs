namespace ImageKit.Metadata;

/// <summary>An answer, read and raw.</summary>
internal readonly record struct MetadataAnswer(ImageMetadata Metadata, ReadOnlyMemory<byte> Body, DateTime RetrievedAt);
