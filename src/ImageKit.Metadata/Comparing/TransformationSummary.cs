namespace ImageKit.Metadata;

/// <summary>The effect of one transformation on many images.</summary>
public sealed class TransformationSummary
{
    /// <summary>The transformation as it was given, such as <c>w-400,f-webp</c>.</summary>
    public string? Transformation { get; set; }

    /// <summary>How many images were compared.</summary>
    public int Count { get; set; }

    /// <summary>Their size before, in bytes; this and the other sums leave out images of unknown size.</summary>
    public long OriginalSize { get; set; }

    /// <summary>Their size after, in bytes.</summary>
    public long Size { get; set; }

    /// <summary>The bytes saved on all of them.</summary>
    public long SavedBytes { get; set; }

    /// <summary>The bytes saved on all of them, in percent of their size before; null without a size.</summary>
    public double? SavedPercent { get; set; }

    /// <summary>The median of the bytes saved; null without a size.</summary>
    public double? MedianSavedBytes { get; set; }

    /// <summary>The median of the bytes saved, in percent; null without a size.</summary>
    public double? MedianSavedPercent { get; set; }

    /// <summary>The largest distance between an image and its transformation, in bits, 0 to 64; null without a hash.</summary>
    public int? WorstDistance { get; set; }

    /// <summary>The URL of the transformed image with that distance; the first one of several.</summary>
    public string? WorstUrl { get; set; }

    /// <summary>The transformation.</summary>
    public override string ToString() => Transformation ?? nameof(TransformationSummary);
}
