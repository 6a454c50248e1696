using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Auditing;

/// <summary>Names, serial numbers and comments in the EXIF.</summary>
internal sealed class PersonalDataRule : Rule, IImageRule
{
    private static readonly string[] IdentifyingTags =
    [
        "Artist", "CameraOwnerName", "OwnerName", "XPAuthor", "BodySerialNumber", "SerialNumber", "CameraSerialNumber",
        "InternalSerialNumber", "LensSerialNumber", "UserComment", "XPComment", "Photographer", "ImageEditor",
    ];

    private static readonly string UsualRecommendation = RemoveTags(["Artist", "OwnerName", "SerialNumber", "UserComment"]);

    private readonly RuleSetting _tags;

    public PersonalDataRule()
        : base("PersonalData", AuditSeverity.Warning)
    {
        _tags = AddSetting(
            "Tags",
            IdentifyingTags,
            "The EXIF tags that identify a person or a device; searched in every part but the thumbnail's.");
    }

    public override string Description => "The EXIF names a person or a device: owner, artist, serial numbers, comments.";

    public override string Recommendation => UsualRecommendation;

    public override string Reason =>
        "A serial number ties images of one camera together (exiftool's documentation on removing metadata; EXIF 2.31, tags A430 to A435; EXIF 3.0, tags A437 and A438). Copyright is not among the tags: a copyright notice is there to be read; add it with Tags.";

    public override SubjectFields Needs => SubjectFields.Exif;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        ExifData? exif = subject.Image.Exif;
        if (exif is null)
        {
            return;
        }

        PropertyBag? evidence = null;
        foreach (string tag in _tags.AsStrings)
        {
            string? text = Read(exif.Image, tag) ?? Read(exif.Exif, tag) ?? Read(exif.MakerNote, tag) ?? Read(exif.AdditionalData, tag);
            if (text is not null)
            {
                (evidence ??= new())[tag] = text;
            }
        }

        if (evidence is not null)
        {
            AuditFinding finding = CreateFinding(subject, $"The EXIF identifies a person or a device: {string.Join(", ", evidence.Keys)}.");
            finding.Evidence = evidence;
            finding.Recommendation = RemoveTags(evidence.Keys);
            findings.Add(finding);
        }
    }

    private static string RemoveTags(IEnumerable<string> tags) =>
        $"Remove the tags from the original (exiftool {string.Join(" ", tags.Select(tag => $"-{tag}="))} image.jpg), unless they are intended.";

    private static string? Read(PropertyBag? part, string tag)
    {
        const int LongestText = 200;
        string? text = part is { Count: > 0 } ? ExifText.Read(part, tag) : null;
        return text is null || ExifText.IsStock(text) ? null : text.Length > LongestText ? text.Substring(0, LongestText) : text;
    }
}
