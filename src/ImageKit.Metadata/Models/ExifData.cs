using System.Globalization;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata;

/// <summary>
/// The EXIF of an image: six open parts with every tag of the response, and the most used values as properties.
/// The tags are those of the <see href="https://imagekit.io/docs/api-reference/file-metadata/get-metadata-from-url">metadata response</see>.
/// </summary>
/// <remarks>These properties are null where the tag is absent, blank or malformed; the parts keep the raw value.</remarks>
public sealed class ExifData
{
    /// <summary>Tags of the image itself (IFD0): maker, model, orientation, artist…</summary>
    public PropertyBag Image { get; set; } = new();

    /// <summary>Tags of the embedded thumbnail (IFD1).</summary>
    public PropertyBag Thumbnail { get; set; } = new();

    /// <summary>Tags of the exposure: time, aperture, lens, dates…</summary>
    public PropertyBag Exif { get; set; } = new();

    /// <summary>Tags of the location and the direction.</summary>
    public PropertyBag Gps { get; set; } = new();

    /// <summary>Tags of the interoperability rules.</summary>
    public PropertyBag Interoperability { get; set; } = new();

    /// <summary>The tags of the camera maker, or a key <c>error</c> that contains the reason why they could not be read.</summary>
    public PropertyBag MakerNote { get; set; } = new();

    /// <summary>Parts and tags at the top of <c>exif</c> that this version does not know.</summary>
    public PropertyBag AdditionalData { get; set; } = new();

    /// <summary>
    /// When the image was taken, by the camera's clock, so that the kind is <see cref="DateTimeKind.Unspecified"/>: the tag
    /// <c>DateTimeOriginal</c>, else <c>CreateDate</c>, else <c>ModifyDate</c>, else the date and time of the GPS receiver (UTC).
    /// A date that is blank, zero or cannot be read counts as absent.
    /// </summary>
    public DateTime? DateTaken { get; set; }

    /// <summary>The tag that <see cref="DateTaken"/> comes from, such as <c>DateTimeOriginal</c> or <c>GPSDateStamp</c>.</summary>
    public string? DateTakenSource { get; set; }

    /// <summary>The offset of the camera's clock from UTC, where the date or a tag such as <c>OffsetTimeOriginal</c> gives it.</summary>
    public TimeSpan? DateTakenOffset { get; set; }

    /// <summary>Maker and model of the camera, without the maker where the model begins with it: <c>Canon EOS 40D</c>.</summary>
    public string? Camera { get; set; }

    /// <summary>The person who took the image: <c>Artist</c>, else <c>XPAuthor</c>.</summary>
    public string? Artist { get; set; }

    /// <summary>The comment, decoded: <c>UserComment</c>, else <c>XPComment</c>. Null for a text that the camera wrote on its own.</summary>
    public string? Comment { get; set; }

    /// <summary>The lens model.</summary>
    public string? Lens { get; set; }

    /// <summary>Exposure time in seconds.</summary>
    public double? ExposureTime { get; set; }

    /// <summary>The f-number.</summary>
    public double? FNumber { get; set; }

    /// <summary>The sensitivity, ISO.</summary>
    public long? Iso { get; set; }

    /// <summary>Focal length in millimeters.</summary>
    public double? FocalLength { get; set; }

    /// <summary>How the image is to be turned before it is shown, 1 (as stored) to 8.</summary>
    public int? Orientation { get; set; }

    /// <summary>Latitude in degrees, north positive, -90 to 90.</summary>
    public double? Latitude { get; set; }

    /// <summary>Longitude in degrees, east positive, -180 to 180.</summary>
    public double? Longitude { get; set; }

    /// <summary>Altitude in meters, negative below sea level.</summary>
    public double? Altitude { get; set; }

    /// <summary>Camera, date and exposure on one line; empty without EXIF.</summary>
    public override string ToString()
    {
        string?[] facts = [Camera, DateTaken?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), ToExposureText()];
        return string.Join(", ", facts.Where(fact => fact is not null));
    }

    /// <summary>Exposure as photographers write it, <c>1/160 s, f/7.1, ISO 100, 135 mm</c>; null without one.</summary>
    internal string? ToExposureText()
    {
        string?[] facts =
        [
            ExposureTime is > 0 and < 0.3 ? FormattableString.Invariant($"1/{Math.Round(1 / ExposureTime.Value)} s")
                : ExposureTime is > 0 ? FormattableString.Invariant($"{ExposureTime:0.#} s")
                : null,
            FNumber is > 0 ? FormattableString.Invariant($"f/{FNumber:0.#}") : null,
            Iso is > 0 ? FormattableString.Invariant($"ISO {Iso}") : null,
            FocalLength is > 0 ? FormattableString.Invariant($"{FocalLength:0.#} mm") : null,
        ];
        string text = string.Join(", ", facts.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    /// <summary>Whether the GPS tags contain coordinates that cannot be read.</summary>
    internal bool HasUnreadableLocation() => (Latitude is null || Longitude is null) && ExifLocation.IsUnreadable(Gps);

    /// <summary>Where the image was taken, the same in every culture; null without both coordinates.</summary>
    internal string? ToLocationText()
    {
        if (Latitude is not double latitude || Longitude is not double longitude)
        {
            return null;
        }

        string location = FormattableString.Invariant(
            $"{Math.Abs(latitude):0.0000}° {(latitude < 0 ? 'S' : 'N')}, {Math.Abs(longitude):0.0000}° {(longitude < 0 ? 'W' : 'E')}");
        return Altitude is double altitude ? FormattableString.Invariant($"{location}, {altitude:0} m") : location;
    }

    /// <summary>Sets the properties from the tags.</summary>
    internal void ReadTags()
    {
        ExifDate? date = ExifDate.Read(this);
        DateTaken = date?.Time;
        DateTakenSource = date?.Source;
        DateTakenOffset = date?.Offset;
        Camera = CameraName.Of(ExifText.Read(Image, "Make"), ExifText.Read(Image, "Model"));
        Artist = ExifText.Read(Image, "Artist") ?? ExifText.Read(Image, "XPAuthor");
        Comment = ReadComment(Exif, "UserComment") ?? ReadComment(Image, "UserComment") ?? ReadComment(Image, "XPComment");
        Lens = ExifText.Read(Exif, "LensModel");
        ExposureTime = ExifNumber.ReadRational(Exif, "ExposureTime");
        FNumber = ExifNumber.ReadRational(Exif, "FNumber");
        Iso = TagValue.ToInt64(ExifNumber.Read(Exif, "ISO"));
        FocalLength = ExifNumber.ReadRational(Exif, "FocalLength");
        Orientation = TagValue.ToInt64(ExifNumber.Read(Image, "Orientation")) is long turn and >= 1 and <= 8 ? (int)turn : null;
        (Latitude, Longitude, Altitude) = ExifLocation.Read(Gps);
    }

    private static string? ReadComment(PropertyBag tags, string tag) =>
        ExifText.Read(tags, tag) is string text && !ExifText.IsStock(text) ? text : null;
}
