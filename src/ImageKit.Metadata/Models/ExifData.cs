using System.Globalization;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata;

/// <summary>
/// The EXIF of an image: six open parts with every tag the service sent, and beside them what people ask for most.
/// The tags are those of the <see href="https://imagekit.io/docs/api-reference/file-metadata/get-metadata-from-url">metadata answer</see>.
/// </summary>
/// <remarks>The conveniences are null where the tag is absent, blank or malformed; the parts keep the raw value.</remarks>
public sealed class ExifData
{
    private const string ExifDateFormat = "yyyy:MM:dd HH:mm:ss";

    /// <summary>Tags of the image itself (IFD0): maker, model, orientation, artist…</summary>
    public PropertyBag Image { get; set; } = new();

    /// <summary>Tags of the embedded thumbnail (IFD1).</summary>
    public PropertyBag Thumbnail { get; set; } = new();

    /// <summary>Tags of the shot: exposure, lens, dates…</summary>
    public PropertyBag Exif { get; set; } = new();

    /// <summary>Tags of the place and the direction.</summary>
    public PropertyBag Gps { get; set; } = new();

    /// <summary>Tags of the interoperability rules.</summary>
    public PropertyBag Interoperability { get; set; } = new();

    /// <summary>The camera maker's own tags, or a key <c>error</c> that says why they could not be read.</summary>
    public PropertyBag MakerNote { get; set; } = new();

    /// <summary>Parts and tags at the top of <c>exif</c> that this version does not know.</summary>
    public PropertyBag AdditionalData { get; set; } = new();

    /// <summary>
    /// When the shutter was pressed, by the camera's clock: <c>DateTimeOriginal</c>, else <c>CreateDate</c>. EXIF knows no
    /// time zone, so the kind is <see cref="DateTimeKind.Unspecified"/>.
    /// </summary>
    public DateTime? DateTaken { get; set; }

    /// <summary>Maker and model of the camera, the maker not said twice: <c>Canon EOS 40D</c>.</summary>
    public string? Camera { get; set; }

    /// <summary>The lens model.</summary>
    public string? Lens { get; set; }

    /// <summary>Exposure time in seconds.</summary>
    public double? ExposureTime { get; set; }

    /// <summary>The f-number.</summary>
    public double? FNumber { get; set; }

    /// <summary>The sensitivity, ISO.</summary>
    public long? Iso { get; set; }

    /// <summary>Focal length in millimetres.</summary>
    public double? FocalLength { get; set; }

    /// <summary>How the image is to be turned before it is shown, 1 (as stored) to 8.</summary>
    public int? Orientation { get; set; }

    /// <summary>Latitude in degrees, north positive, -90 to 90.</summary>
    public double? Latitude { get; set; }

    /// <summary>Longitude in degrees, east positive, -180 to 180.</summary>
    public double? Longitude { get; set; }

    /// <summary>Altitude in metres, negative below sea level.</summary>
    public double? Altitude { get; set; }

    /// <summary>Camera, date and exposure on one line; empty without EXIF.</summary>
    public override string ToString()
    {
        string?[] facts = [Camera, DateTaken?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), DescribeExposure()];
        return string.Join(", ", facts.Where(fact => fact is not null));
    }

    /// <summary>Exposure as photographers write it, <c>1/160 s, f/7.1, ISO 100, 135 mm</c>; null without one.</summary>
    internal string? DescribeExposure()
    {
        List<string> facts = [];
        if (ExposureTime is > 0)
        {
            facts.Add(ExposureTime < 0.3
                ? FormattableString.Invariant($"1/{Math.Round(1 / ExposureTime.Value)} s")
                : FormattableString.Invariant($"{ExposureTime:0.#} s"));
        }

        if (FNumber is > 0)
        {
            facts.Add(FormattableString.Invariant($"f/{FNumber:0.#}"));
        }

        if (Iso is > 0)
        {
            facts.Add(FormattableString.Invariant($"ISO {Iso}"));
        }

        if (FocalLength is > 0)
        {
            facts.Add(FormattableString.Invariant($"{FocalLength:0.#} mm"));
        }

        return facts.Count == 0 ? null : string.Join(", ", facts);
    }

    internal void DeriveConveniences()
    {
        DateTaken = ReadDate("DateTimeOriginal") ?? ReadDate("CreateDate");
        Camera = DescribeCamera();
        Lens = TagValue.ToText(Exif, "LensModel");
        ExposureTime = TagValue.ToDouble(Exif, "ExposureTime");
        FNumber = TagValue.ToDouble(Exif, "FNumber");
        Iso = TagValue.ToInt64(Exif, "ISO");
        FocalLength = TagValue.ToDouble(Exif, "FocalLength");
        Orientation = TagValue.ToInt64(Image, "Orientation") is long turn and >= 1 and <= 8 ? (int)turn : null;
        Latitude = ReadCoordinate("GPSLatitude", "GPSLatitudeRef", 'S', 90);
        Longitude = ReadCoordinate("GPSLongitude", "GPSLongitudeRef", 'W', 180);
        double? altitude = TagValue.ToDouble(Gps, "GPSAltitude");
        Altitude = TagValue.ToInt64(Gps, "GPSAltitudeRef") == 1 ? -altitude : altitude;
    }

    private string? DescribeCamera()
    {
        string? maker = TagValue.ToText(Image, "Make");
        string? model = TagValue.ToText(Image, "Model");
        if (maker is null || model is null)
        {
            return model ?? maker;
        }

        // "NIKON CORPORATION" and "NIKON D70": the first word of the maker is enough to see the repetition.
        string brand = maker.Split(' ')[0];
        return model.StartsWith(brand, StringComparison.OrdinalIgnoreCase) ? model : maker + " " + model;
    }

    private DateTime? ReadDate(string tag)
    {
        return DateTime.TryParseExact(
            TagValue.ToText(Exif, tag), ExifDateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            ? date
            : null;
    }

    /// <summary>Degrees, minutes and seconds with a letter for the half of the globe; a scalar is taken as degrees.</summary>
    private double? ReadCoordinate(string tag, string referenceTag, char negative, double limit)
    {
        if (!Gps.TryGetValue(tag, out object? value))
        {
            return null;
        }

        object?[] parts = value as object?[] ?? [value];
        if (parts.Length is 0 or > 3)
        {
            return null;
        }

        double degrees = 0;
        double divisor = 1;
        foreach (object? part in parts)
        {
            if (TagValue.ToDouble(part) is not double number)
            {
                return null;
            }

            degrees += number / divisor;
            divisor *= 60;
        }

        if (Math.Abs(degrees) > limit)
        {
            return null;
        }

        string? reference = TagValue.ToText(Gps, referenceTag);
        return reference is { Length: > 0 } && char.ToUpperInvariant(reference[0]) == negative ? -degrees : degrees;
    }
}
