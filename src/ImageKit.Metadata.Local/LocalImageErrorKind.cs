namespace ImageKit.Metadata;

/// <summary>Why a local file has no perceptual hash.</summary>
public enum LocalImageErrorKind
{
    /// <summary>No file has this path, or the file has been deleted or renamed.</summary>
    FileNotFound,

    /// <summary>The path is that of a folder.</summary>
    NotAFile,

    /// <summary>The user may not read the file.</summary>
    AccessDenied,

    /// <summary>The file could not be read to its end.</summary>
    ReadFailed,

    /// <summary>The file has no content, or it is a pipe, a socket or a device.</summary>
    EmptyFile,

    /// <summary>The content is in a format that cannot be decoded, or is not an image.</summary>
    UnsupportedFormat,

    /// <summary>The image is cut off or damaged.</summary>
    DamagedImage,

    /// <summary>The image has more pixels than the limit allows.</summary>
    ImageTooLarge,
}
