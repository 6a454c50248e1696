namespace ImageKit.Metadata.Auditing;

/// <summary>More pixels than displays show.</summary>
internal sealed class OversizedDimensionsRule() : Rule("OversizedDimensions", AuditSeverity.Warning), IImageRule
{
    private readonly RuleSetting _stored = new("MaximumSide", 6000L, "The longest side that a stored original may have, in pixels.", 1);
    private readonly RuleSetting _served = new("MaximumServedSide", 3840L, "The longest side that a transformed image may have, in pixels.", 1);
    private readonly RuleSetting _megapixels = new("MaximumMegapixels", 100.0, "Above this, in millions of pixels, a finding is an error.", 0.001);

    public override IReadOnlyList<RuleSetting> Settings => [_stored, _served, _megapixels];

    public override string Description => "One side is longer than displays need. Drawings (svg, pdf) and videos are not checked.";

    public override string Recommendation => "Store a smaller original, or serve it with w- or h- and c-at_max.";

    public override string Reason =>
        "6,000 pixels is the long side of a 24-megapixel camera (6000 x 4000): originals with more are rarely intended. 3,840 is the width of ultra-high definition (ITU-R BT.2020). ImageKit processes up to 100 megapixels (imagekit.io/docs, limits).";

    public override SubjectFields Needs => SubjectFields.Dimensions;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image && subject.Format is not ("svg" or "pdf");

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Pixels is not double pixels)
        {
            return;
        }

        long side = Math.Max(subject.Image.Width!.Value, subject.Image.Height!.Value);
        long limit = (subject.IsServed ? _served : _stored).AsInt64;
        bool tooMany = pixels / 1e6 > _megapixels.AsDouble;
        if (side <= limit && !tooMany)
        {
            return;
        }

        AuditFinding finding = CreateFinding(
            subject,
            tooMany
                ? Text($"{subject.Image.Width} × {subject.Image.Height} pixels are {pixels / 1e6:0.0} megapixels, more than the {_megapixels.AsDouble:0.###} that can be processed.")
                : Text($"{subject.Image.Width} × {subject.Image.Height} pixels: the longest side is over {limit}."),
            tooMany ? AuditSeverity.Error : AuditSeverity.Warning);
        finding.Evidence["Width"] = subject.Image.Width;
        finding.Evidence["Height"] = subject.Image.Height;
        finding.Evidence["Limit"] = limit;
        findings.Add(finding);
    }
}
