namespace ImageKit.Metadata;

/// <summary>An image whose metadata could not be had.</summary>
public sealed class FailedImage
{
    /// <summary>The URL that was asked; null if the image was asked by file id alone.</summary>
    public string? Url { get; set; }

    /// <summary>The file id; null if the image was asked by URL.</summary>
    public string? FileId { get; set; }

    /// <summary>What kept it from being read.</summary>
    public ImageKitErrorKind Kind { get; set; }

    /// <summary>The error message.</summary>
    public string Message { get; set; } = string.Empty;
}
