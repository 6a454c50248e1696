namespace ImageKit.Metadata.Auditing;

/// <summary>Images that lie on their side unless the viewer obeys a tag.</summary>
internal sealed class RotatedByTagRule() : Rule("RotatedByTag", AuditSeverity.Information)
{
    private static readonly string[] Turns =
    [
        "mirrored", "turned by 180°", "mirrored upside down", "mirrored and turned by 270°", "turned by 90°", "mirrored and turned by 90°", "turned by 270°",
    ];

    public override string Description => "The EXIF orientation is not 1: a viewer that does not obey the tag, or a copy without EXIF, shows the image turned or mirrored.";

    public override string Recommendation => "Turn the pixels and set the orientation to 1 (jpegtran, exiftool); ImageKit turns what it serves, other programs may not.";

    public override string Reason => "EXIF 2.32, tag 0112: 1 is as stored. ImageKit applies the tag when it transforms (imagekit.io/docs, automatic orientation).";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.Exif?.Orientation is int orientation and >= 2 and <= 8)
        {
            AuditFinding finding = Find(image, Text($"The image is to be shown {Turns[orientation - 2]} (orientation {orientation})."));
            finding.Evidence["Orientation"] = orientation;
            findings.Add(finding);
        }
    }
}
