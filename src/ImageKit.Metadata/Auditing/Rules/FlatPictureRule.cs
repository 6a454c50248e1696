namespace ImageKit.Metadata.Auditing;

/// <summary>Pictures of nothing.</summary>
internal sealed class FlatPictureRule() : Rule("FlatPicture", AuditSeverity.Information)
{
    public override string Description => "The picture is one colour, or nearly: a placeholder, a failed export, or a background that CSS would draw.";

    public override string Recommendation => "See whether something went wrong with the upload; draw a plain background with CSS.";

    public override string Reason => "The perceptual hash of a plain picture has no bit set; such hashes say nothing of likeness, so NearDuplicate leaves them to this rule.";

    public override void Check(ImageMetadata picture, List<AuditFinding> findings)
    {
        if (PHash.TryParse(picture.PHash, out PHash hash) && hash.IsFlat)
        {
            AuditFinding finding = Find(picture, "The picture is one plain colour, or nearly.");
            finding.Evidence["PHash"] = hash.ToString();
            findings.Add(finding);
        }
    }
}
