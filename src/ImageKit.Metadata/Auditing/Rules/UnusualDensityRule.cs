using System.Globalization;

namespace ImageKit.Metadata.Auditing;

/// <summary>Densities that hint at a scan or a print master.</summary>
internal sealed class UnusualDensityRule : Rule
{
    private static readonly string[] UsualDensities = ["72", "96", "144", "150", "240", "300"];

    private readonly RuleSetting _usual;

    public UnusualDensityRule()
        : base("UnusualDensity", AuditSeverity.Information)
    {
        _usual = Setting("Usual", UsualDensities, "The densities that are no finding, in dots per inch.");
    }

    public override string Description => "The density is none that cameras and editors write: perhaps a scan or a print master. Off unless included.";

    public override string Recommendation => "See whether the image is meant for the web.";

    public override string Reason => "72 and 96 come from screens, 144 from high-density ones, 150 to 300 from print, 240 from Lightroom. Off because browsers ignore the density, and ImageKit gives 72 for files that carry none.";

    public override bool IsEnabledByDefault => false;

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.Density is long density and > 0 && !_usual.Texts.Contains(density.ToString(CultureInfo.InvariantCulture)))
        {
            AuditFinding finding = Find(image, Text($"The density is {density} dots per inch."));
            finding.Evidence["Density"] = density;
            findings.Add(finding);
        }
    }
}
