namespace ImageKit.Metadata.Http;

/// <summary>An answer, read and raw.</summary>
internal readonly record struct MetadataResponse(ImageMetadata Metadata, ReadOnlyMemory<byte> Body, DateTime RetrievedAt);
