using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Runs a custom rule.</summary>
internal sealed class CustomRule(CustomAuditRule custom) : Rule(custom.Name, custom.Severity), IImageRule
{
    public override string Description => custom.Description ?? "A custom rule.";

    public override string? Recommendation => custom.Recommendation;

    public override string? Reason => null;

    /// <summary>The fields that the rule reads. Whether one is filled is for the rule to see, so that the input must only have them.</summary>
    public override SubjectFields Needs => custom.Needs;

    public override bool AppliesTo(AuditSubject subject) => true;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        int number = 0;
        foreach (string message in custom.Check(subject.Image))
        {
            AuditFinding finding = CreateFinding(subject, PlainText.OneLine(message));

            // The number distinguishes several findings of one rule in one image, in the next audit too.
            FindingMarks.SetNumber(finding, ++number);
            findings.Add(finding);
        }
    }
}
