namespace ImageKit.Metadata;

/// <summary>An image file on this computer, with the perceptual hash that ImageKit would compute for it.</summary>
/// <remarks>
/// ImageKit does not publish how it computes its hash. The computation here gives the hash that the service reports for the
/// images with which it could be compared, all of them JPEG photos.
/// </remarks>
public sealed class LocalImage
{
    /// <summary>The full path of the file.</summary>
    public string? Path { get; set; }

    /// <summary>The name of the file, with its extension.</summary>
    public string? Name { get; set; }

    /// <summary>The perceptual hash of the upright image, 16 hexadecimal digits.</summary>
    public string? PHash { get; set; }

    /// <summary>
    /// The hashes of the upright image and of its rotated and mirrored copies, 16 hexadecimal digits each, in the order of the
    /// EXIF orientations 1 to 8; the first is <see cref="PHash"/>. Find-IKDuplicate -AnyOrientation compares them.
    /// </summary>
    public TextList OrientationHashes { get; set; } = [];

    /// <summary>Width in pixels, as stored (the EXIF orientation is not applied).</summary>
    public int Width { get; set; }

    /// <summary>Height in pixels, as stored (the EXIF orientation is not applied).</summary>
    public int Height { get; set; }

    /// <summary>Size of the file in bytes.</summary>
    public long Size { get; set; }

    /// <summary>The format of the content, whatever the file extension, in ImageKit's words: jpg, png, webp, gif or bmp.</summary>
    public string? Format { get; set; }

    /// <summary>When the file was last written, in UTC.</summary>
    public DateTime LastWriteTime { get; set; }

    /// <summary>The EXIF orientation, 1 (upright, or not specified) to 8.</summary>
    public int Orientation { get; set; } = 1;

    /// <summary>The path.</summary>
    /// <returns>The full path of the file; an empty string if there is none.</returns>
    public override string ToString() => Path ?? string.Empty;
}
