using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>More bytes a pixel than the format needs.</summary>
internal sealed class HeavyForItsSizeRule : Rule
{
    private readonly RuleSetting _limits;
    private readonly RuleSetting _minimumSaving;

    public HeavyForItsSizeRule()
        : base("HeavyForItsSize", AuditSeverity.Warning)
    {
        _limits = Setting(
            "MaximumBytesPerPixel",
            new PropertyBag { ["avif"] = 2 / 12.0, ["webp"] = 3 / 12.0, ["jpg"] = 4 / 12.0 },
            "The most bytes a pixel, by format; formats that are not named are not looked at.");
        _minimumSaving = Setting("MinimumSavingBytes", 4096L, "Less than so many bytes above the limit is no finding.");
    }

    public override string Description => "The file has more bytes a pixel than its format needs.";

    public override string Recommendation => "Save it again with a lower quality, or let ImageKit do it (q-80, f-auto).";

    public override string Reason =>
        "Chrome counts what is above 2/12 = 0.167 bytes a pixel as wasted for AVIF, and ignores less than 4,096 bytes (trace engine, ImageDelivery: TARGET_BYTES_PER_PIXEL_AVIF, BYTE_SAVINGS_THRESHOLD). A JPEG takes about twice as much as AVIF, WebP a quarter less than JPEG (Google's WebP study: 25 to 34 %). PNG is without loss: see OpaquePng. GIF has many images in one.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.Size is not long size || PixelsOf(image) is not double pixels || IsVideo(image)
            || FormatOf(image) is not string format || LimitOf(format) is not double limit)
        {
            return;
        }

        double perPixel = size / pixels;
        double saving = size - (pixels * limit);
        if (perPixel <= limit || saving < _minimumSaving.Whole)
        {
            return;
        }

        AuditFinding finding = Find(
            image,
            Text($"{perPixel:0.00} bytes a pixel where {format} does with {limit:0.00}: {ByteSize.Describe(size)} for {image.Width} x {image.Height}."),
            saving: (long)saving);
        finding.Evidence["BytesPerPixel"] = Math.Round(perPixel, 4);
        finding.Evidence["Limit"] = Math.Round(limit, 4);
        finding.Evidence["Format"] = format;
        findings.Add(finding);
    }

    private double? LimitOf(string format)
    {
        foreach (KeyValuePair<string, object?> entry in _limits.Table)
        {
            if (ToFormat(entry.Key) == format)
            {
                return (double)entry.Value!;
            }
        }

        return null;
    }
}
