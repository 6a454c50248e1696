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
    private Dictionary<string, int>? _places;
    private ulong _lengths;

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

        // An image has some fifty tags: they are read once, and not searched for each name.
        if (_places is null)
        {
            _places = ToPlaces(_tags.AsStrings);
            Array.ForEach(_tags.AsStrings, tag => _lengths |= 1UL << tag.Length);
        }

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

    private static Dictionary<string, int> ToPlaces(string[] tags)
    {
        Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < tags.Length; i++)
        {
            places[tags[i]] = i;
        }

        return places;
    }

    private static string RemoveTags(IEnumerable<string> tags) =>
        $"Remove the tags from the original (exiftool {string.Join(" ", tags.Select(tag => $"-{tag}="))} image.jpg), unless they are intended.";

    /// <summary>Adds the texts of a part; one that an earlier part has given stays.</summary>
    private void ReadTexts(PropertyBag? part, ref string?[]? texts)
    {
        if (part is null)
        {
            return;
        }

        foreach (KeyValuePair<string, object?> tag in part)
        {
            if (HasLengthOfTag(tag.Key) && _places!.TryGetValue(tag.Key, out int place) && texts?[place] is null && ReadText(tag.Key, tag.Value) is string text)
            {
                (texts ??= new string?[_tags.AsStrings.Length])[place] = text;
            }
        }
    }

    /// <summary>Half of the tags are told apart by their length, modulo 64.</summary>
    private bool HasLengthOfTag(string tag) => (_lengths & (1UL << tag.Length)) != 0;

    private static string? ReadText(string tag, object? value)
    {
        const int LongestText = 200;
        string? text = ExifText.Read(tag, value);
        return text is null || ExifText.IsStock(text) ? null : text.Length > LongestText ? text.Substring(0, LongestText) : text;
    }
}
