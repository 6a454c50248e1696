using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>PNG for an image that needs no transparency.</summary>
internal sealed class OpaquePngRule : Rule
{
    private readonly RuleSetting _target;
    private readonly RuleSetting _minimumSaving;

    public OpaquePngRule()
        : base("OpaquePng", AuditSeverity.Warning)
    {
        _target = Setting("TargetBytesPerPixel", 4 / 12.0, "What the image would take in another format, in bytes a pixel.", 0.001, 100);
        _minimumSaving = Setting("MinimumSavingBytes", 4096L, "Less than so many bytes to save is no finding.");
    }

    public override string Description => "A PNG without transparency that would be smaller in another format. A drawing of few colors, which PNG packs well, is none.";

    public override string Recommendation => "Store it as JPEG, WebP or AVIF, or serve it with f-auto.";

    public override string Reason =>
        "4/12 byte a pixel is what HeavyForItsSize allows a JPEG, twice Chrome's target for AVIF; 4,096 bytes is where Chrome begins to count (trace engine, ImageDelivery). Without HasTransparency = false nobody knows, and nothing is said.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (FormatOf(image) != "png" || image.HasTransparency != false || image.Size is not long size || PixelsOf(image) is not double pixels)
        {
            return;
        }

        double saving = size - (pixels * _target.Number);
        if (saving < _minimumSaving.Whole)
        {
            return;
        }

        AuditFinding finding = Find(
            image,
            $"A PNG of {ByteSize.Describe(size)} without transparency: another format would do with about {ByteSize.Describe((long)(size - saving))}.",
            saving: (long)saving);
        finding.Evidence["Size"] = size;
        finding.Evidence["BytesPerPixel"] = Math.Round(size / pixels, 4);
        findings.Add(finding);
    }
}
