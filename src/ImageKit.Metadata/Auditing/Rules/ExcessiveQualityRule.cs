namespace ImageKit.Metadata.Auditing;

/// <summary>Quality higher than visible.</summary>
internal sealed class ExcessiveQualityRule() : Rule("ExcessiveQuality", AuditSeverity.Information), IImageRule
{
    private readonly RuleSetting _maximum = new("MaximumQuality", 90L, "The highest quality that is not a finding, 1 to 100.", 1, 100);

    public override IReadOnlyList<RuleSetting> Settings => [_maximum];

    public override string Description => "The quality indicator is higher than a visible difference requires. 0 means unknown and is not a finding.";

    public override string Recommendation => "Save it with a quality of 80 to 90, or serve it with q-80.";

    public override string Reason => "80 to 90 is usually safe for the eye (help.imagekit.io, quality optimization); above 90 a JPEG grows fast and looks the same.";

    public override SubjectFields Needs => SubjectFields.Quality;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.Quality is long quality && quality > _maximum.AsInt64)
        {
            AuditFinding finding = CreateFinding(subject, Text($"The quality is {quality}; {_maximum.AsInt64} looks the same."));
            finding.Evidence["Quality"] = quality;
            findings.Add(finding);
        }
    }
}
