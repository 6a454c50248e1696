namespace ImageKit.Metadata;

/// <summary>One image of a <see cref="DuplicateGroup"/>: what is needed to tell it from the others and to act on it.</summary>
public sealed class DuplicateMember
{
    /// <summary>The image's URL; null where the input had none.</summary>
    public string? Url { get; set; }

    /// <summary>The file id in the media library; null where the input had none.</summary>
    public string? FileId { get; set; }

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

    /// <summary>Distance to the representative of the group, in bits, 0 to 64.</summary>
    public int Distance { get; set; }

    /// <summary>The image's URL, file id or hash.</summary>
    public override string ToString() => Url ?? FileId ?? PHash;
}
