namespace ImageKit.Metadata.Auditing;

/// <summary>Quality that everybody sees.</summary>
internal sealed class LowQualityRule : Rule
{
    private readonly RuleSetting _minimum;

    public LowQualityRule()
        : base("LowQuality", AuditSeverity.Warning)
    {
        _minimum = Setting("MinimumQuality", 50L, "The lowest quality that is no finding, 1 to 100.", 1, 100);
    }

    public override string Description => "The quality indicator is so low that the loss shows. 0 stands for unknown and is no finding.";

    public override string Recommendation => "Upload a better original; a loss cannot be undone.";

    public override string Reason => "50 is the quality of the standard's example tables, called good for display at most (ITU-T T.81, annex K, as scaled by the Independent JPEG Group); ImageKit's own default is 80.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.Quality is > 0 && image.Quality < _minimum.Whole)
        {
            AuditFinding finding = Find(image, Text($"The quality is {image.Quality}, less than {_minimum.Whole}."));
            finding.Evidence["Quality"] = image.Quality;
            findings.Add(finding);
        }
    }
}
