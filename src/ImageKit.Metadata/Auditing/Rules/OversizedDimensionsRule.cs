namespace ImageKit.Metadata.Auditing;

/// <summary>More pixels than anybody is shown.</summary>
internal sealed class OversizedDimensionsRule : Rule
{
    private readonly RuleSetting _stored;
    private readonly RuleSetting _served;
    private readonly RuleSetting _megapixels;

    public OversizedDimensionsRule()
        : base("OversizedDimensions", AuditSeverity.Warning)
    {
        _stored = Setting("MaximumSide", 6000L, "The longest side that a stored original may have, in pixels.", 1);
        _served = Setting("MaximumServedSide", 3840L, "The longest side that a transformed image may have, in pixels.", 1);
        _megapixels = Setting("MaximumMegapixels", 100.0, "Above this, in millions of pixels, a finding is an error.", 0.001);
    }

    public override string Description => "One side is longer than anybody needs. Drawings (svg, pdf) and videos are left out.";

    public override string Recommendation => "Store a smaller original, or serve it with w- or h- and c-at_max.";

    public override string Reason =>
        "6,000 pixels is the long side of a 24-megapixel camera (6000 x 4000): more than a photographer's master is rarely meant. 3,840 is the width of ultra-high definition (ITU-R BT.2020). ImageKit processes up to 100 megapixels (imagekit.io/docs, limits).";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (PixelsOf(image) is not double pixels || IsVideo(image))
        {
            return;
        }

        long side = Math.Max(image.Width!.Value, image.Height!.Value);
        long limit = (IsServed(image) ? _served : _stored).Whole;
        bool tooMany = pixels / 1e6 > _megapixels.Number;
        if (side <= limit && !tooMany)
        {
            return;
        }

        AuditFinding finding = Find(
            image,
            tooMany
                ? Text($"{image.Width} x {image.Height} are {pixels / 1e6:0.0} megapixels, more than the {_megapixels.Number:0.###} that can be processed.")
                : Text($"{image.Width} x {image.Height} pixels: the longest side is over {limit}."),
            tooMany ? AuditSeverity.Error : AuditSeverity.Warning);
        finding.Evidence["Width"] = image.Width;
        finding.Evidence["Height"] = image.Height;
        finding.Evidence["Limit"] = limit;
        findings.Add(finding);
    }
}
