namespace ImageKit.Metadata.Auditing;

/// <summary>Images of nothing.</summary>
internal sealed class FlatPictureRule() : Rule("FlatPicture", AuditSeverity.Information), IImageRule
{
    public override string Description => "The image is one color, or nearly: a placeholder, a failed export, or a background that CSS would draw.";

    public override string Recommendation => "See whether something went wrong with the upload; draw a plain background with CSS.";

    public override string Reason => "The perceptual hash of a plain image has no bit set; such hashes say nothing of likeness, so NearDuplicate leaves them to this rule.";

    public override SubjectFields Needs => SubjectFields.PHash;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (PHash.TryParse(subject.Image.PHash, out PHash hash) && hash.IsFlat)
        {
            AuditFinding finding = CreateFinding(subject, "The image is one plain color, or nearly.");
            finding.Evidence["PHash"] = hash.ToString();
            findings.Add(finding);
        }
    }
}
