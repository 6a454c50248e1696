namespace ImageKit.Metadata.Comparing;

/// <summary>
/// Adds up the effect of one transformation on many images. For the medians it keeps two numbers per image.
/// </summary>
internal sealed class TransformationTally(string transformation)
{
    private readonly List<double> _savedBytes = [];
    private readonly List<double> _savedPercents = [];
    private int _count;
    private long _originalSize;
    private long _size;
    private int? _worstDistance;
    private string? _worstUrl;

    public void Add(TransformationComparison comparison)
    {
        _count++;
        if (comparison.SavedBytes is long saved)
        {
            _savedBytes.Add(saved);
            _originalSize += comparison.OriginalSize!.Value;
            _size += comparison.Size!.Value;
        }

        if (comparison.SavedPercent is double percent)
        {
            _savedPercents.Add(percent);
        }

        if (comparison.Distance is int distance && !(distance <= _worstDistance))
        {
            _worstDistance = distance;
            _worstUrl = comparison.TransformedUrl;
        }
    }

    public TransformationSummary Summarize()
    {
        _savedBytes.Sort();
        _savedPercents.Sort();
        return new TransformationSummary
        {
            Transformation = transformation,
            Count = _count,
            OriginalSize = _originalSize,
            Size = _size,
            SavedBytes = _originalSize - _size,
            SavedPercent = _originalSize > 0 ? 100.0 * (_originalSize - _size) / _originalSize : null,
            MedianSavedBytes = Median(_savedBytes),
            MedianSavedPercent = Median(_savedPercents),
            WorstDistance = _worstDistance,
            WorstUrl = _worstUrl,
        };
    }

    private static double? Median(List<double> sorted)
    {
        int half = sorted.Count / 2;
        return sorted.Count == 0 ? null : sorted.Count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
