using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Runs a rule of the user's own.</summary>
internal sealed class CustomRule(CustomAuditRule own) : Rule(own.Name, own.Severity)
{
    public override string Description => own.Description ?? "A rule of your own.";

    public override string Recommendation => own.Recommendation ?? string.Empty;

    public override string Reason => string.Empty;

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        int number = 0;
        foreach (string message in own.Check(image))
        {
            AuditFinding finding = Find(image, PlainText.OneLine(message));

            // Several findings of one rule in one image need something that tells them apart in the next audit, too.
            if (number++ > 0)
            {
                finding.Evidence["Number"] = number;
            }

            if (finding.Recommendation?.Length == 0)
            {
                finding.Recommendation = null;
            }

            findings.Add(finding);
        }
    }
}
