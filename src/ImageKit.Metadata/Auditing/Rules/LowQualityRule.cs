namespace ImageKit.Metadata.Auditing;

/// <summary>Quality that everybody sees.</summary>
internal sealed class LowQualityRule() : Rule("LowQuality", AuditSeverity.Warning), IImageRule
{
    private readonly RuleSetting _minimum = new("MinimumQuality", 50L, "The lowest quality that is not a finding, 1 to 100.", 1, 100);

    public override IReadOnlyList<RuleSetting> Settings => [_minimum];

    public override string Description => "The quality indicator is so low that the loss is visible. 0 means unknown and is not a finding.";

    public override string Recommendation => "Upload a better original; a loss cannot be undone.";

    public override string Reason => "50 is the quality of the standard's example tables, called good for display at most (ITU-T T.81, annex K, as scaled by the Independent JPEG Group); ImageKit's own default is 80.";

    public override SubjectFields Needs => SubjectFields.Quality;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.Quality is > 0 && subject.Image.Quality < _minimum.AsInt64)
        {
            AuditFinding finding = CreateFinding(subject, Text($"The quality is {subject.Image.Quality}, less than {_minimum.AsInt64}."));
            finding.Evidence["Quality"] = subject.Image.Quality;
            findings.Add(finding);
        }
    }
}
