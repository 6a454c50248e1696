using Hash = ImageKit.Metadata.PHash;

namespace ImageKit.Metadata;

/// <summary>
/// An image compared with one transformation of it: the bytes saved, and the distance of the perceptual hashes. The
/// transformations: <see href="https://imagekit.io/docs/transformations"/>.
/// </summary>
public sealed class TransformationComparison
{
    /// <summary>The URL of the image that was transformed.</summary>
    public string? Url { get; set; }

    /// <summary>The file ID in the media library; null where the input had none.</summary>
    public string? FileId { get; set; }

    /// <summary>The transformation as it was given, such as <c>w-400,f-webp</c>.</summary>
    public string? Transformation { get; set; }

    /// <summary>The URL under which the transformed image is delivered.</summary>
    public string? TransformedUrl { get; set; }

    /// <summary>The image's format before, such as <c>jpg</c>.</summary>
    public string? OriginalFormat { get; set; }

    /// <summary>The format after.</summary>
    public string? Format { get; set; }

    /// <summary>Width before, in pixels.</summary>
    public long? OriginalWidth { get; set; }

    /// <summary>Height before, in pixels.</summary>
    public long? OriginalHeight { get; set; }

    /// <summary>Width after, in pixels.</summary>
    public long? Width { get; set; }

    /// <summary>Height after, in pixels.</summary>
    public long? Height { get; set; }

    /// <summary>Size before, in bytes.</summary>
    public long? OriginalSize { get; set; }

    /// <summary>Size after, in bytes.</summary>
    public long? Size { get; set; }

    /// <summary>How many bytes the transformation saves; negative if the file grows, null if a size is unknown.</summary>
    public long? SavedBytes { get; set; }

    /// <summary>The bytes saved, in percent of the size before; negative if the file grows, null if a size is unknown.</summary>
    public double? SavedPercent { get; set; }

    /// <summary>The perceptual hash before, 16 hexadecimal digits.</summary>
    public string? OriginalPHash { get; set; }

    /// <summary>The perceptual hash after, 16 hexadecimal digits.</summary>
    public string? PHash { get; set; }

    /// <summary>
    /// The distance of the two hashes: how many of their 64 bits differ. Null without two hashes: a video has none. A rotation, a
    /// flip or another crop makes a different image for a hash, and so a large distance.
    /// </summary>
    public int? Distance { get; set; }

    /// <summary>Compares an image with a transformation of it.</summary>
    /// <param name="original">The image.</param>
    /// <param name="transformed">The transformed image.</param>
    /// <param name="transformation">The transformation as it was given.</param>
    public static TransformationComparison Between(ImageMetadata original, ImageMetadata transformed, string transformation)
    {
        long? saved = original.Size - transformed.Size;
        return new TransformationComparison
        {
            Url = original.Url,
            FileId = original.FileId,
            Transformation = transformation,
            TransformedUrl = transformed.Url,
            OriginalFormat = original.Format,
            Format = transformed.Format,
            OriginalWidth = original.Width,
            OriginalHeight = original.Height,
            Width = transformed.Width,
            Height = transformed.Height,
            OriginalSize = original.Size,
            Size = transformed.Size,
            SavedBytes = saved,
            SavedPercent = original.Size > 0 ? 100.0 * saved / original.Size : null,
            OriginalPHash = original.PHash,
            PHash = transformed.PHash,
            Distance = Hash.TryParse(original.PHash, out Hash before) && Hash.TryParse(transformed.PHash, out Hash after)
                ? before.DistanceTo(after)
                : null,
        };
    }

    /// <summary>The URL under which the transformed image is delivered.</summary>
    public override string ToString() => TransformedUrl ?? nameof(TransformationComparison);
}
