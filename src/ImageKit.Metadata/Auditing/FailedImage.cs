namespace ImageKit.Metadata;

/// <summary>An image whose metadata could not be read.</summary>
public sealed class FailedImage
{
    /// <summary>The requested URL; null if the image was requested by file ID alone.</summary>
    public string? Url { get; set; }

    /// <summary>The file ID; null if the image was requested by URL.</summary>
    public string? FileId { get; set; }

    /// <summary>Why it could not be read.</summary>
    public ImageKitErrorKind Kind { get; set; }

    /// <summary>The error message.</summary>
    public string Message { get; set; } = string.Empty;

    /// <summary>What the failure says of the image.</summary>
    public ImageReach Reach => Kind switch
    {
        ImageKitErrorKind.NotFound or ImageKitErrorKind.InvalidUrl => ImageReach.Unreachable,
        ImageKitErrorKind.BadRequest => ImageReach.Unreadable,
        _ => ImageReach.NotChecked,
    };
}
