namespace ImageKit.Metadata.Auditing;

/// <summary>Images of a single color, as far as the metadata shows it.</summary>
internal sealed class FlatPictureRule() : Rule("FlatPicture", AuditSeverity.Information), IImageRule
{
    public override string Description =>
        "The image is black, or black on transparent (its perceptual hash is 0), or it is a single pixel: a placeholder, a failed export, or a background that CSS can draw. Images of another single color are not found.";

    public override string Recommendation => "Check whether the upload failed; draw a plain background with CSS.";

    public override string Reason =>
        "Measured: the perceptual hash of a black image is 0, and so is that of some drawings in black on a transparent background. Images of another single color have a hash of rounding noise that looks like the hash of a photo, and the other metadata does not show them.";

    public override SubjectFields Needs => SubjectFields.PHash;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        ImageMetadata image = subject.Image;
        bool isBlack = PHash.TryParse(image.PHash, out PHash hash) && hash.IsFlat;
        if (isBlack || image is { Width: 1, Height: 1 })
        {
            AuditFinding finding = CreateFinding(subject, !isBlack ? "The image is a single pixel."
                : image.HasTransparency == true ? "The image is black, transparent, or black on transparent."
                : "The image is black, or nearly.");
            finding.Evidence["PHash"] = image.PHash;
            findings.Add(finding);
        }
    }
}
