namespace ImageKit.Metadata.Auditing;

/// <summary>A place in the EXIF.</summary>
internal sealed class GpsLocationRule : Rule
{
    private readonly RuleSetting _preserved;

    public GpsLocationRule()
        : base("GpsLocation", AuditSeverity.Warning)
    {
        _preserved = Setting("PreservedOnDelivery", false, "Whether the account keeps EXIF in what it serves (dashboard setting, or md-true everywhere): a place in a stored original is then an error, too.");
    }

    public override string Description =>
        "The EXIF tells where the image was taken: latitude and longitude both. A stored original is a warning, an image as it is served an error.";

    public override string Recommendation =>
        "Remove the place from the original and upload it again (exiftool -gps:all= image.jpg), and do not serve it with md-true or orig-true.";

    public override string Reason =>
        "GPSVersionID or GPSInfo alone is no place (ImageKit's own sample answer has one). ImageKit strips metadata from what it serves unless told otherwise (imagekit.io/docs, metadata and color profile), so only the metadata of a transformed URL shows what everybody gets.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.Exif is not { Latitude: double latitude, Longitude: double longitude } exif)
        {
            return;
        }

        bool served = IsServed(image);
        AuditFinding finding = Find(
            image,
            Text($"The image {(served ? "as it is served" : "as it is stored")} tells where it was taken: {Math.Abs(latitude):0.0000}° {(latitude < 0 ? 'S' : 'N')}, {Math.Abs(longitude):0.0000}° {(longitude < 0 ? 'W' : 'E')}."),
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
