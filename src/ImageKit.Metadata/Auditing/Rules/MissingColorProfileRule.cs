using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Auditing;

/// <summary>Colors that are not certain.</summary>
internal sealed class MissingColorProfileRule() : Rule("MissingColorProfile", AuditSeverity.Warning), IImageRule
{
    private const int Srgb = 1;

    private readonly RuleSetting _untagged = new("ReportUntagged", false, "Whether an image without a profile is a finding (an information) even if its EXIF does not name a color space other than sRGB.");

    public override IReadOnlyList<RuleSetting> Settings => [_untagged];

    public override string Description => "No color profile is embedded, but the EXIF says that the colors are not sRGB: they look different on each display.";

    public override string Recommendation => "Convert the original to sRGB, or embed its profile; serve it with cp-true to keep the profile.";

    public override string Reason =>
        "An image without a profile is treated as sRGB (CSS Color 4; EXIF's ColorSpace 1), so that only one that claims another color space (65535, uncalibrated: Adobe RGB, Display P3) is wrong. Most images made for the web have no profile and need none: ReportUntagged lists them as well.";

    public override SubjectFields Needs => SubjectFields.ColorProfile | SubjectFields.Exif;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.HasColorProfile != false)
        {
            return;
        }

        long? space = subject.Image.Exif?.Exif is PropertyBag tags ? TagValue.ToInt64(tags, "ColorSpace") : null;
        bool other = space is not null and not Srgb;
        if (other || _untagged.AsBoolean)
        {
            AuditFinding finding = CreateFinding(
                subject,
                other ? Text($"No color profile, and the EXIF says the colors are not sRGB (ColorSpace {space}).") : "No color profile.",
                other ? AuditSeverity.Warning : AuditSeverity.Information);
            finding.Evidence["ColorSpace"] = space;
            findings.Add(finding);
        }
    }
}
