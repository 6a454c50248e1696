using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Auditing;

/// <summary>Colors that nobody can tell for sure.</summary>
internal sealed class MissingColorProfileRule : Rule
{
    private const int Srgb = 1;

    private readonly RuleSetting _untagged;

    public MissingColorProfileRule()
        : base("MissingColorProfile", AuditSeverity.Warning)
    {
        _untagged = Setting("ReportUntagged", false, "Whether an image without profile is also a finding (an information) if its EXIF says nothing of another color space than sRGB.");
    }

    public override string Description => "No color profile is embedded although the EXIF says that the colors are not sRGB: they look different on each screen.";

    public override string Recommendation => "Convert the original to sRGB, or embed its profile; serve it with cp-true to keep the profile.";

    public override string Reason =>
        "An image without profile is taken for sRGB (CSS Color 4; EXIF's ColorSpace 1), so that only one that claims another color space (65535, uncalibrated: Adobe RGB, Display P3) is wrong. Most images made for the web have no profile and need none: ReportUntagged lists them, too.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.HasColorProfile != false || IsVideo(image))
        {
            return;
        }

        long? space = image.Exif?.Exif is PropertyBag tags ? TagValue.ToInt64(tags, "ColorSpace") : null;
        bool other = space is not null and not Srgb;
        if (other || _untagged.Flag)
        {
            AuditFinding finding = Find(
                image,
                other ? Text($"No color profile, and the EXIF says the colors are not sRGB (ColorSpace {space}).") : "No color profile.",
                other ? AuditSeverity.Warning : AuditSeverity.Information);
            finding.Evidence["ColorSpace"] = space;
            findings.Add(finding);
        }
    }
}
