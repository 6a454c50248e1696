using ImageKit.Metadata.Images;

namespace ImageKit.Metadata;

/// <summary>One image of a <see cref="DuplicateGroup"/>: what distinguishes it from the others and is needed to act on it.</summary>
public sealed class DuplicateMember
{
    /// <summary>The image's URL; null where the input had none.</summary>
    public string? Url { get; set; }

    /// <summary>The file ID in the media library; null where the input had none.</summary>
    public string? FileId { get; set; }

    /// <summary>The path of a local file; null for an image of the media library.</summary>
    public string? Path { get; set; }

    /// <summary>The file name; null where the input had none.</summary>
    public string? Name { get; set; }

    /// <summary>The perceptual hash, 16 hexadecimal digits.</summary>
    public string PHash { get; set; } = "";

    /// <summary>Width in pixels; null where the input had none.</summary>
    public long? Width { get; set; }

    /// <summary>Height in pixels; null where the input had none.</summary>
    public long? Height { get; set; }

    /// <summary>Size in bytes; null where the input had none.</summary>
    public long? Size { get; set; }

    /// <summary>The format, such as <c>jpg</c>; null where the input had none.</summary>
    public string? Format { get; set; }

    /// <summary>When the file was last changed, UTC; null where the input, and its URL, do not say.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>Whether the image is part of the reference set, and not new; false without a reference set.</summary>
    public bool IsReference { get; set; }

    /// <summary>Distance to the representative of the group, in bits, 0 to 64.</summary>
    public int Distance { get; set; }

    /// <summary>The image's URL, path, file ID or hash.</summary>
    public override string ToString() => Url ?? Path ?? FileId ?? PHash;

    internal static DuplicateMember Of(ImageMetadata image) => new()
    {
        Url = image.Url,
        FileId = image.FileId,
        Name = image.Name,
        Width = image.Width,
        Height = image.Height,
        Size = image.Size,
        Format = image.Format,
        UpdatedAt = image.UpdatedAt,
    };

    /// <summary>The file name, from the path or the URL where it is not given; empty without any.</summary>
    internal string ToName() => Name ?? ImagePreference.NameIn(Path?.Replace('\\', '/') ?? Url);
}
