using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Auditing;

/// <summary>Names, serial numbers and comments in the EXIF.</summary>
internal sealed class PersonalDataRule : Rule, IImageRule
{
    private static readonly string[] IdentifyingTags =
    [
        "Artist", "CameraOwnerName", "OwnerName", "XPAuthor", "BodySerialNumber", "SerialNumber", "CameraSerialNumber",
        "InternalSerialNumber", "LensSerialNumber", "UserComment", "XPComment",
    ];

    // The first eight bytes of a comment name its character set.
    private static readonly string[] CharacterCodes = ["ASCII\0\0\0", "UNICODE\0", "JIS\0\0\0\0\0"];

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

    public override string Recommendation =>
        "Remove the tags from the original (exiftool -Artist= -OwnerName= -SerialNumber= -UserComment= image.jpg), unless they are intended.";

    public override string Reason =>
        "A serial number ties images of one camera together (exiftool's documentation on removing metadata; EXIF 2.31, tags A430 to A435). Copyright is not among the tags: a copyright notice is there to be read; add it with Tags.";

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
            findings.Add(finding);
        }
    }

    private static string? Read(PropertyBag? part, string tag)
    {
        if (part is not { Count: > 0 } || TagValue.ToText(part, tag) is not string text)
        {
            return null;
        }

        foreach (string code in CharacterCodes)
        {
            if (text.StartsWith(code.TrimEnd('\0'), StringComparison.Ordinal) && (text.Length < code.Length || text.StartsWith(code, StringComparison.Ordinal)))
            {
                text = TagValue.ToText(text.Length > code.Length ? text.Substring(code.Length) : string.Empty) ?? string.Empty;
                break;
            }
        }

        // A comment of dots or bytes without a letter identifies nobody.
        return text.Any(char.IsLetterOrDigit) ? text.Length > 200 ? text.Substring(0, 200) : text : null;
    }
}
