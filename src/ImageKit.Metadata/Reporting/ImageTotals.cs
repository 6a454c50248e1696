namespace ImageKit.Metadata.Reporting;

/// <summary>Totals of the images that were audited, in memory that does not grow with them.</summary>
internal sealed class ImageTotals
{
    private const int MostFormats = 40;
    private const string Others = "other";

    private readonly Dictionary<string, (long Count, long Bytes)> _formats = new(StringComparer.Ordinal);

    public static IReadOnlyList<(long Limit, string Label)> SizeClasses { get; } =
    [
        (10L << 10, "< 10 KB"), (50L << 10, "10 – 50 KB"), (100L << 10, "50 – 100 KB"), (500L << 10, "100 – 500 KB"),
        (1L << 20, "0.5 – 1 MB"), (2L << 20, "1 – 2 MB"), (5L << 20, "2 – 5 MB"), (10L << 20, "5 – 10 MB"), (long.MaxValue, "≥ 10 MB"),
    ];

    public static IReadOnlyList<(long Limit, string Label)> SideClasses { get; } =
    [
        (320, "< 320 px"), (640, "320 – 639"), (1280, "640 – 1279"), (1920, "1280 – 1919"), (2560, "1920 – 2559"),
        (3840, "2560 – 3839"), (6000, "3840 – 5999"), (long.MaxValue, "≥ 6000 px"),
    ];

    public long Count { get; private set; }

    public long Bytes { get; private set; }

    public long[] BySize { get; } = new long[SizeClasses.Count];

    public long[] BySide { get; } = new long[SideClasses.Count];

    public IEnumerable<KeyValuePair<string, (long Count, long Bytes)>> Formats => _formats;

    public void Add(ImageMetadata image)
    {
        Count++;
        long size = Math.Max(0, image.Size ?? 0);
        Bytes += size;
        string format = image.Format ?? (image.VideoCodec is string codec ? codec + " video" : "unknown");
        if (!_formats.ContainsKey(format) && _formats.Count >= MostFormats)
        {
            format = Others;
        }

        _formats.TryGetValue(format, out (long Count, long Bytes) sum);
        _formats[format] = (sum.Count + 1, sum.Bytes + size);
        if (image.Size is not null)
        {
            BySize[ClassOf(size, SizeClasses)]++;
        }

        if (image.Width is long width && image.Height is long height)
        {
            BySide[ClassOf(Math.Max(width, height), SideClasses)]++;
        }
    }

    private static int ClassOf(long value, IReadOnlyList<(long Limit, string Label)> classes)
    {
        int index = 0;
        while (index < classes.Count - 1 && value >= classes[index].Limit)
        {
            index++;
        }

        return index;
    }
}
