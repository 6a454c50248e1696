namespace ImageKit.Metadata.Bulk;

/// <summary>What became of one request: metadata or an error, with the input that the request came from.</summary>
internal readonly record struct MetadataResult(object? Target, ImageMetadata? Metadata, ImageKitException? Error);
