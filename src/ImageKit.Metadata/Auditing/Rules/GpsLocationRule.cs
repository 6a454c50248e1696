namespace ImageKit.Metadata.Auditing;

/// <summary>GPS coordinates in the EXIF.</summary>
internal sealed class GpsLocationRule : Rule
{
    private readonly RuleSetting _preserved;

    public GpsLocationRule()
        : base("GpsLocation", AuditSeverity.Warning)
    {
        _preserved = Setting("PreservedOnDelivery", false, "Whether the account keeps EXIF in what it serves (dashboard setting, or md-true everywhere): coordinates in a stored original are then an error, too.");
    }

    public override string Description =>
        "The EXIF contains the GPS coordinates of where the image was taken: latitude and longitude. A stored original is a warning, an image as delivered an error.";

    public override string Recommendation =>
        "Remove the coordinates from the original and upload it again (exiftool -gps:all= image.jpg), and do not serve it with md-true or orig-true.";

    public override string Reason =>
        "GPSVersionID or GPSInfo alone is not a location (ImageKit's own sample answer has one). ImageKit strips metadata from what it serves unless told otherwise (imagekit.io/docs, metadata and color profile), so only the metadata of a transformed URL shows what everybody gets.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.Exif is not { Latitude: double latitude, Longitude: double longitude } exif)
        {
            return;
        }

        bool served = IsServed(image);
        AuditFinding finding = Find(
            image,
            Text($"{(served ? "The image as delivered" : "The stored original")} contains GPS coordinates: {Math.Abs(latitude):0.0000}° {(latitude < 0 ? 'S' : 'N')}, {Math.Abs(longitude):0.0000}° {(longitude < 0 ? 'W' : 'E')}."),
            served || _preserved.Flag ? AuditSeverity.Error : AuditSeverity.Warning);
        finding.Evidence["Latitude"] = Math.Round(latitude, 6);
        finding.Evidence["Longitude"] = Math.Round(longitude, 6);
        if (exif.Altitude is double altitude)
        {
            finding.Evidence["Altitude"] = Math.Round(altitude, 1);
        }

        findings.Add(finding);
    }
}
