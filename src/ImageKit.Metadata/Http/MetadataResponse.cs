namespace ImageKit.Metadata.Http;

/// <summary>Metadata with the body of the response that it was parsed from.</summary>
internal readonly record struct MetadataResponse(ImageMetadata Metadata, ReadOnlyMemory<byte> Body, DateTime RetrievedAt);
