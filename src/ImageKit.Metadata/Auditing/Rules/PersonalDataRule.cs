using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Auditing;

/// <summary>Names, serial numbers and comments in the EXIF.</summary>
internal sealed class PersonalDataRule() : Rule("PersonalData", AuditSeverity.Warning), IImageRule
{
    private static readonly string[] IdentifyingTags =
    [
        "Artist", "CameraOwnerName", "OwnerName", "XPAuthor", "BodySerialNumber", "SerialNumber", "CameraSerialNumber",
        "InternalSerialNumber", "LensSerialNumber", "UserComment", "XPComment", "Photographer", "ImageEditor",
    ];

    private static readonly string UsualRecommendation = RemoveTags(["Artist", "OwnerName", "SerialNumber", "UserComment"]);

    private readonly RuleSetting _tags = new(
        "Tags",
        IdentifyingTags,
        "The EXIF tags that identify a person or a device; searched in every part but the thumbnail's.");
    private Dictionary<string, int>? _tagIndexes;
    private ulong _tagLengths;

    public override IReadOnlyList<RuleSetting> Settings => [_tags];

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

        // Each tag is read once; the parts are not searched for each name.
        _tagIndexes ??= IndexTags();
        string?[]? texts = null;
        ReadTexts(exif.Image, ref texts);
        ReadTexts(exif.Exif, ref texts);
        ReadTexts(exif.MakerNote, ref texts);
        ReadTexts(exif.AdditionalData, ref texts);
        if (texts is null)
        {
            return;
        }

        PropertyBag evidence = new();
        for (int i = 0; i < texts.Length; i++)
        {
            if (texts[i] is string text)
            {
                evidence[_tags.AsStrings[i]] = text;
            }
        }

        AuditFinding finding = CreateFinding(subject, $"The EXIF identifies a person or a device: {string.Join(", ", evidence.Keys)}.");
        finding.Evidence = evidence;
        finding.Recommendation = RemoveTags(evidence.Keys);
        findings.Add(finding);
    }

    private Dictionary<string, int> IndexTags()
    {
        string[] tags = _tags.AsStrings;
        Dictionary<string, int> indexes = new(StringComparer.OrdinalIgnoreCase);
        for (int i = tags.Length - 1; i >= 0; i--)
        {
            // Of a tag that is listed twice, the first one.
            indexes[tags[i]] = i;
            _tagLengths |= 1UL << tags[i].Length;
        }

        return indexes;
    }

    private static string RemoveTags(IEnumerable<string> tags) =>
        $"Remove the tags from the original (exiftool {string.Join(" ", tags.Select(tag => $"-{tag}="))} image.jpg), unless they are intended.";

    /// <summary>Adds the texts of a part. The first part that contains a text wins.</summary>
    private void ReadTexts(PropertyBag? part, ref string?[]? texts)
    {
        if (part is null)
        {
            return;
        }

        foreach (KeyValuePair<string, object?> tag in part)
        {
            if (MayBeListed(tag.Key) && _tagIndexes!.TryGetValue(tag.Key, out int index) && texts?[index] is null && ReadText(tag.Key, tag.Value) is string text)
            {
                (texts ??= new string?[_tags.AsStrings.Length])[index] = text;
            }
        }
    }

    /// <summary>Whether a listed tag has the length of this one (modulo 64): half of the tags need no search.</summary>
    private bool MayBeListed(string tag) => (_tagLengths & (1UL << tag.Length)) != 0;

    private static string? ReadText(string tag, object? value)
    {
        const int LongestText = 200;
        string? text = ExifText.Read(tag, value);
        return text is null || ExifText.IsStock(text) ? null : text.Length > LongestText ? text.Substring(0, LongestText) : text;
    }
}
