namespace ImageKit.Metadata;

/// <summary>What one transformation does to many images.</summary>
public sealed class TransformationSummary
{
    /// <summary>The transformation as it was given, such as <c>w-400,f-webp</c>.</summary>
    public string? Transformation { get; set; }

    /// <summary>How many images could be compared.</summary>
    public int Count { get; set; }

    /// <summary>Their size before, in bytes; those of unknown size left out, here and in all sums.</summary>
    public long OriginalSize { get; set; }

    /// <summary>Their size after, in bytes.</summary>
    public long Size { get; set; }

    /// <summary>What is saved on all of them, in bytes.</summary>
    public long SavedBytes { get; set; }

    /// <summary>What is saved on all of them, in percent of their size before; null without a size.</summary>
    public double? SavedPercent { get; set; }

    /// <summary>The saving that half of the images reach, in bytes; null without a size.</summary>
    public double? MedianSavedBytes { get; set; }

    /// <summary>The saving that half of the images reach, in percent; null without a size.</summary>
    public double? MedianSavedPercent { get; set; }

    /// <summary>How far the image drifted that drifted farthest, in bits, 0 to 64; null without a hash.</summary>
    public int? WorstDistance { get; set; }

    /// <summary>The URL of that image as it is delivered, transformation included; the first one if several drifted as far.</summary>
    public string? WorstUrl { get; set; }

    /// <summary>The transformation.</summary>
    public override string ToString() => Transformation ?? nameof(TransformationSummary);
}
