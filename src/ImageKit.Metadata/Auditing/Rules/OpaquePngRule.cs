using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>PNG for an image that needs no transparency.</summary>
internal sealed class OpaquePngRule() : Rule("OpaquePng", AuditSeverity.Warning), IImageRule
{
    private readonly RuleSetting _target = new("TargetBytesPerPixel", 4 / 12.0, "What the image would need in another format, in bytes per pixel.", 0.001, 100);
    private readonly RuleSetting _minimumSaving = new("MinimumSavingBytes", 4096L, "The smallest saving in bytes that is a finding.");

    public override IReadOnlyList<RuleSetting> Settings => [_target, _minimumSaving];

    public override string Description => "A PNG without transparency that would be smaller in another format. A drawing of few colors, which PNG compresses well, is not a finding.";

    public override string Recommendation => "Store it as JPEG, WebP or AVIF, or serve it with f-auto.";

    public override string Reason =>
        "4/12 byte per pixel is what HeavyForItsSize allows a JPEG, twice Chrome's target for AVIF; 4,096 bytes is where Chrome begins to count (trace engine, ImageDelivery).";

    public override SubjectFields Needs => SubjectFields.Format | SubjectFields.Transparency | SubjectFields.Size | SubjectFields.Dimensions;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image && subject.Format is null or "png";

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Format != "png" || subject.Image.HasTransparency != false || subject.Image.Size is not long size || subject.Pixels is not double pixels)
        {
            return;
        }

        double saving = size - (pixels * _target.AsDouble);
        if (saving < _minimumSaving.AsInt64)
        {
            return;
        }

        AuditFinding finding = CreateFinding(
            subject,
            $"A PNG of {ByteSize.ToDisplayText(size)} without transparency: another format would need about {ByteSize.ToDisplayText((long)(size - saving))}.",
            saving: (long)saving);
        finding.Evidence["Size"] = size;
        finding.Evidence["BytesPerPixel"] = Math.Round(size / pixels, 4);
        findings.Add(finding);
    }
}
