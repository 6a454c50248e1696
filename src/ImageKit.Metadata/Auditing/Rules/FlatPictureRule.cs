namespace ImageKit.Metadata.Auditing;

/// <summary>Images of nothing.</summary>
internal sealed class FlatPictureRule() : Rule("FlatPicture", AuditSeverity.Information)
{
    public override string Description => "The image is one color, or nearly: a placeholder, a failed export, or a background that CSS would draw.";

    public override string Recommendation => "See whether something went wrong with the upload; draw a plain background with CSS.";

    public override string Reason => "The perceptual hash of a plain image has no bit set; such hashes say nothing of likeness, so NearDuplicate leaves them to this rule.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (PHash.TryParse(image.PHash, out PHash hash) && hash.IsFlat)
        {
            AuditFinding finding = Find(image, "The image is one plain color, or nearly.");
            finding.Evidence["PHash"] = hash.ToString();
            findings.Add(finding);
        }
    }
}
