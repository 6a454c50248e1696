namespace ImageKit.Metadata.Auditing;

/// <summary>Quality that nobody sees.</summary>
internal sealed class ExcessiveQualityRule : Rule
{
    private readonly RuleSetting _maximum;

    public ExcessiveQualityRule()
        : base("ExcessiveQuality", AuditSeverity.Information)
    {
        _maximum = Setting("MaximumQuality", 90L, "The highest quality that is no finding, 1 to 100.", 1, 100);
    }

    public override string Description => "The quality indicator is higher than eyes can tell. 0 stands for unknown and is no finding.";

    public override string Recommendation => "Save it with a quality of 80 to 90, or serve it with q-80.";

    public override string Reason => "80 to 90 is usually safe for the eye (help.imagekit.io, quality optimisation); above 90 a JPEG grows fast and looks the same.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.Quality is long quality && quality > _maximum.Whole)
        {
            AuditFinding finding = Find(image, Text($"The quality is {quality}; {_maximum.Whole} looks the same."));
            finding.Evidence["Quality"] = quality;
            findings.Add(finding);
        }
    }
}
