namespace ImageKit.Metadata.Auditing;

/// <summary>Images that are shown rotated unless the viewer applies a tag.</summary>
internal sealed class RotatedByTagRule() : Rule("RotatedByTag", AuditSeverity.Information), IImageRule
{
    private static readonly string[] Turns =
    [
        "mirrored", "rotated by 180°", "mirrored upside down", "mirrored and rotated by 270°", "rotated by 90°", "mirrored and rotated by 90°", "rotated by 270°",
    ];

    public override string Description => "The EXIF orientation is not 1: a viewer that ignores the tag, or a copy without EXIF, shows the image rotated or mirrored.";

    public override string Recommendation => "Rotate the pixels and set the orientation to 1 (jpegtran, exiftool); ImageKit rotates what it serves, other programs may not.";

    public override string Reason => "EXIF 2.32, tag 0112: 1 is as stored. ImageKit applies the tag when it transforms (imagekit.io/docs, automatic orientation).";

    public override SubjectFields Needs => SubjectFields.Orientation;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.Exif?.Orientation is int orientation and >= 2 and <= 8)
        {
            AuditFinding finding = CreateFinding(subject, Text($"The image must be shown {Turns[orientation - 2]} (orientation {orientation})."));
            finding.Evidence["Orientation"] = orientation;
            findings.Add(finding);
        }
    }
}
