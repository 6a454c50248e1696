namespace ImageKit.Metadata.Auditing;

/// <summary>Images of a single color, as far as the metadata shows it.</summary>
internal sealed class FlatPictureRule() : Rule("FlatPicture", AuditSeverity.Information)
{
    public override string Description =>
        "The image is black, or black on transparent (its perceptual hash is 0), or it is a single pixel: a placeholder, a failed export, or a background that CSS can draw. Single-color images in other colors are not found.";

    public override string Recommendation => "Check whether the upload failed; draw a plain background with CSS.";

    public override string Reason =>
        "Measured: the perceptual hash of a black image is 0, and so is that of some drawings in black on a transparent background. Other single-color images hash to rounding noise that cannot be told from the hash of a photo, and no other field of the metadata shows them.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        bool isFlat = PHash.TryParse(image.PHash, out PHash hash) && hash.IsFlat;
        if (!isFlat && !(image.Width == 1 && image.Height == 1))
        {
            return;
        }

        AuditFinding finding = Find(image, !isFlat ? "The image is a single pixel."
            : image.HasTransparency == true ? "The image is black, transparent, or black on transparent."
            : "The image is black, or nearly.");
        if (image.PHash is not null)
        {
            finding.Evidence["PHash"] = image.PHash;
        }

        findings.Add(finding);
    }
}
