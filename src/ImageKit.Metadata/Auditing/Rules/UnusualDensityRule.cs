using System.Globalization;

namespace ImageKit.Metadata.Auditing;

/// <summary>Densities that hint at a scan or a print master.</summary>
internal sealed class UnusualDensityRule() : Rule("UnusualDensity", AuditSeverity.Information), IImageRule
{
    private static readonly string[] UsualDensities = ["72", "96", "144", "150", "240", "300"];

    private readonly RuleSetting _usual = new("Usual", UsualDensities, "The densities that are not findings, in dots per inch.");

    public override IReadOnlyList<RuleSetting> Settings => [_usual];

    public override string Description => "Cameras and editors do not write this density: perhaps a scan or a print master. Off unless it is included.";

    public override string Recommendation => "Check whether the image is intended for the web.";

    public override string Reason => "72 and 96 come from screens, 144 from high-density ones, 150 to 300 from print, 240 from Lightroom. Off because browsers ignore the density, and ImageKit reports 72 for files without a density.";

    public override bool IsEnabledByDefault => false;

    public override SubjectFields Needs => SubjectFields.Density;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.Density is long density and > 0 && !_usual.AsStrings.Contains(density.ToString(CultureInfo.InvariantCulture)))
        {
            AuditFinding finding = CreateFinding(subject, Text($"The density is {density} dots per inch."));
            finding.Evidence["Density"] = density;
            findings.Add(finding);
        }
    }
}
