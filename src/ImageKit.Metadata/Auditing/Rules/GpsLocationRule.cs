using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>GPS coordinates in the EXIF.</summary>
internal sealed class GpsLocationRule() : Rule("GpsLocation", AuditSeverity.Warning), IImageRule
{
    private static readonly string[] CoordinateTags = ["GPSLatitude", "GPSLongitude"];

    private readonly RuleSetting _preserved = new("PreservedOnDelivery", false, "Whether the account keeps the EXIF in what it serves (dashboard setting, or md-true everywhere). Coordinates in a stored original are then an error, too.");

    public override IReadOnlyList<RuleSetting> Settings => [_preserved];

    public override string Description =>
        "The EXIF contains GPS coordinates: latitude and longitude. Coordinates in a stored original are a warning, in a transformed image an error.";

    public override string Recommendation =>
        "Remove the GPS tags from the original and upload it again (exiftool -gps:all= image.jpg), and do not serve it with md-true or orig-true.";

    public override string Reason =>
        "GPSVersionID or GPSInfo alone is not a location (ImageKit's own sample response has one). ImageKit removes metadata from transformed images by default (imagekit.io/docs, metadata and color profile), so only the metadata of a transformed URL shows what visitors get.";

    public override SubjectFields Needs => SubjectFields.Location;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.Exif is not ExifData exif)
        {
            return;
        }

        if (exif is { Latitude: double latitude, Longitude: double longitude })
        {
            AuditFinding finding = CreateFinding(
                subject, Text($": {Math.Abs(latitude):0.0000}° {(latitude < 0 ? 'S' : 'N')}, {Math.Abs(longitude):0.0000}° {(longitude < 0 ? 'W' : 'E')}."));
            finding.Evidence["Latitude"] = Math.Round(latitude, 6);
            finding.Evidence["Longitude"] = Math.Round(longitude, 6);
            if (exif.Altitude is double altitude)
            {
                finding.Evidence["Altitude"] = Math.Round(altitude, 1);
            }

            findings.Add(finding);
        }
        else if (exif.HasUnreadableLocation())
        {
            AuditFinding finding = CreateFinding(subject, " in a form that cannot be read.");
            foreach (string tag in CoordinateTags)
            {
                finding.Evidence[tag] = ValueText.ToText(exif.Gps[tag]);
            }

            findings.Add(finding);
        }
    }

    private AuditFinding CreateFinding(AuditSubject subject, string coordinates)
    {
        bool served = subject.IsServed;
        return CreateFinding(
            subject,
            $"{(served ? "The image that visitors get" : "The stored original")} contains GPS coordinates{coordinates}",
            served || _preserved.AsBoolean ? AuditSeverity.Error : AuditSeverity.Warning);
    }
}
