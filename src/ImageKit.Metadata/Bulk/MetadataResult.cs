namespace ImageKit.Metadata.Bulk;

/// <summary>What became of one request: metadata, or an error.</summary>
/// <param name="Target">The input that it came from, for error records.</param>
/// <param name="Metadata">The metadata; null if there is an error.</param>
/// <param name="Error">The error; null if there is metadata.</param>
internal readonly record struct MetadataResult(object? Target, ImageMetadata? Metadata, ImageKitException? Error);
