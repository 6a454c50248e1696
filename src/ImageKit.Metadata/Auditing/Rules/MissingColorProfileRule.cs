using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Auditing;

/// <summary>Colours that nobody can tell for sure.</summary>
internal sealed class MissingColorProfileRule : Rule
{
    private const int Srgb = 1;

    private readonly RuleSetting _untagged;

    public MissingColorProfileRule()
        : base("MissingColorProfile", AuditSeverity.Warning)
    {
        _untagged = Setting("ReportUntagged", false, "Whether a picture without profile is also a finding (an information) if its EXIF says nothing of another colour space than sRGB.");
    }

    public override string Description => "No colour profile is embedded although the EXIF says that the colours are not sRGB: they look different on each screen.";

    public override string Recommendation => "Convert the original to sRGB, or embed its profile; serve it with cp-true to keep the profile.";

    public override string Reason =>
        "A picture without profile is taken for sRGB (CSS Color 4; EXIF's ColorSpace 1), so that only one that claims another colour space (65535, uncalibrated: Adobe RGB, Display P3) is wrong. Most pictures made for the web have no profile and need none: ReportUntagged lists them, too.";

    public override void Check(ImageMetadata picture, List<AuditFinding> findings)
    {
        if (picture.HasColorProfile != false || IsVideo(picture))
        {
            return;
        }

        long? space = picture.Exif?.Exif is PropertyBag tags ? TagValue.ToInt64(tags, "ColorSpace") : null;
        bool other = space is not null and not Srgb;
        if (other || _untagged.Flag)
        {
            AuditFinding finding = Find(
                picture,
                other ? Text($"No colour profile, and the EXIF says the colours are not sRGB (ColorSpace {space}).") : "No colour profile.",
                other ? AuditSeverity.Warning : AuditSeverity.Information);
            finding.Evidence["ColorSpace"] = space;
            findings.Add(finding);
        }
    }
}
