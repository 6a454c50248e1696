using System.Collections;
using System.Globalization;

namespace ImageKit.Metadata.Models;

/// <summary>Where an image was taken, by the GPS tags of its EXIF. Each value is null where the tags do not give it.</summary>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
/// <param name="Altitude">Meters, negative below sea level.</param>
internal readonly record struct ExifLocation(double? Latitude, double? Longitude, double? Altitude)
{
    // What a receiver writes without a fix, too.
    private static readonly HashSet<string> TagsWithoutFix = new(StringComparer.OrdinalIgnoreCase)
    {
        "GPSVersionID", "GPSLatitude", "GPSLongitude", "GPSMapDatum", "GPSStatus", "GPSMeasureMode", "GPSProcessingMethod", "GPSDifferential",
    };

    private static readonly char[] CoordinateSeparators = [',', ';', ':', '[', ']', ' ', '\t', '\0', '°', '\'', '"', '′', '″'];

    private static readonly char[] HalfLetters = [.. "NSEWnsew ".ToCharArray()];

    public static ExifLocation Read(PropertyBag gps)
    {
        double? latitude = ReadCoordinate(gps, "GPSLatitude", 'S', 90);
        double? longitude = ReadCoordinate(gps, "GPSLongitude", 'W', 180);
        double? altitude = ReadAltitude(gps);
        return latitude is 0 && longitude is 0 && (altitude is 0 || IsVoid(gps) || !HasSubstance(gps))
            ? new ExifLocation(null, null, null)
            : new ExifLocation(latitude, longitude, altitude);
    }

    /// <summary>Whether the tags contain two coordinates of which one cannot be read: the location is there and its value is unknown.</summary>
    public static bool IsUnreadable(PropertyBag gps)
    {
        bool HasValue(string tag, double? read) => read is not null || HasDigits(gps.Find(tag));
        double? latitude = ReadCoordinate(gps, "GPSLatitude", 'S', 90);
        double? longitude = ReadCoordinate(gps, "GPSLongitude", 'W', 180);
        return (latitude is null || longitude is null) && HasValue("GPSLatitude", latitude) && HasValue("GPSLongitude", longitude);
    }

    /// <summary>Degrees, minutes and seconds, in a list or one text, with a letter for the half of the globe; a scalar is decimal degrees.</summary>
    /// <remarks>
    /// Magnitudes add up; a negative part or the letter of the negative half each mean that half. Minutes or seconds that are null
    /// (the rational 0/0) are left out.
    /// </remarks>
    private static double? ReadCoordinate(PropertyBag gps, string tag, char negativeHalf, double limit)
    {
        if (!gps.TryGetValue(tag, out object? value))
        {
            return null;
        }

        string? text = (value as string)?.Trim(CoordinateSeparators);
        text = text is "" ? null : text;
        object?[] parts = value as object?[] ?? (text is null ? [value] : SplitCoordinate(text));
        if (parts.Length is 0 or > 3 || ExifNumber.ReadPart(parts[0]) is null)
        {
            return null;
        }

        double degrees = 0;
        double divisor = 1;
        bool isNegative = IsHalf(negativeHalf, ReadHalf(gps, tag + "Ref")) || (text is not null && (IsHalf(negativeHalf, text[0]) || IsHalf(negativeHalf, text[text.Length - 1])));
        foreach (object? part in parts)
        {
            if (ExifNumber.ReadPart(part) is double number)
            {
                degrees += Math.Abs(number) / divisor;
                isNegative |= number < 0;
            }
            else if (part is not null && !IsBlankOrRational(part))
            {
                return null;
            }

            divisor *= 60;
        }

        return degrees > limit ? null : isNegative && degrees > 0 ? -degrees : degrees;
    }

    /// <summary>A part that is there and has no value: blank text, or a rational without a denominator.</summary>
    private static bool IsBlankOrRational(object part) => part switch
    {
        string text => text.Trim('\0', ' ') is "" or "NaN" or "nan" || text.IndexOf("/0", StringComparison.Ordinal) > 0,
        object?[] pair => pair.Length is 0 or 2,
        double number => double.IsNaN(number) || double.IsInfinity(number),
        _ => false,
    };

    private static double? ReadAltitude(PropertyBag gps)
    {
        if (ExifNumber.ReadPart(gps.Find("GPSAltitude")) is not double altitude)
        {
            return null;
        }

        // 1: below sea level; EXIF 3.0: 2 above and 3 below the ellipsoid. A byte may arrive as a character.
        object? rawReference = gps.Find("GPSAltitudeRef");
        object? first = rawReference is byte[] { Length: > 0 } bytes ? (long)bytes[0] : rawReference is object?[] { Length: > 0 } list ? list[0] : rawReference;
        bool isBelow = first is string text
            ? (text.Length > 0 && text[0] is '\u0001' or '\u0003') || text.TrimStart().StartsWith("below", StringComparison.OrdinalIgnoreCase) || ExifNumber.Read(text) is 1 or 3
            : ExifNumber.Read(first) is 1 or 3;
        return isBelow ? -Math.Abs(altitude) : altitude;
    }

    /// <summary>
    /// The parts of a coordinate in one text: <c>48/1,53/1,20/1</c>, <c>48 deg 53' 20" N</c>, or <c>48,53.3N</c> as XMP has it. Two
    /// parts with a comma and without a point are none: <c>48,5</c> may be a fraction.
    /// </summary>
    private static string[] SplitCoordinate(string text)
    {
        string[] parts = [.. text.Trim(HalfLetters).Split(CoordinateSeparators, StringSplitOptions.RemoveEmptyEntries).Where((part, index) => index == 0 || !char.IsLetter(part[0]))];
        return parts.Length is 1 or 3 || (parts.Length == 2 && (text.IndexOf(',') < 0 || parts[1].IndexOf('.') > 0)) ? parts : [];
    }

    /// <summary>The first letter of a reference, which may come as the number of its character; a NUL for none.</summary>
    private static char ReadHalf(PropertyBag gps, string tag)
    {
        string? text = ExifText.Read(gps, tag);
        return text?.FirstOrDefault(char.IsLetter) is char letter and not '\0' ? letter
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code) && code is > 'A' and < 'z' ? (char)code
            : '\0';
    }

    private static bool IsHalf(char half, char letter) => char.ToUpperInvariant(letter) == half;

    /// <summary>Whether the receiver says that it had no fix.</summary>
    private static bool IsVoid(PropertyBag gps) => IsHalf('V', ReadHalf(gps, "GPSStatus"));

    /// <summary>Whether any tag contains more than that there is a receiver.</summary>
    private static bool HasSubstance(PropertyBag gps) => gps.Any(tag =>
        !TagsWithoutFix.Contains(tag.Key) && !tag.Key.EndsWith("Ref", StringComparison.OrdinalIgnoreCase) && HasSubstance(tag.Value));

    private static bool HasSubstance(object? value) => value switch
    {
        null => false,
        object?[] list => Array.Exists(list, HasSubstance),
        string text => ExifText.Read("GPS", text) is string words && !ExifText.IsStock(words),
        byte[] bytes => Array.Exists(bytes, b => b != 0),
        _ => ExifNumber.Read(value) is not (null or 0),
    };

    /// <summary>Whether a value that could not be read has a number in it other than zero. What follows a slash is a denominator.</summary>
    private static bool HasDigits(object? value) => value switch
    {
        null => false,
        string text => text.Split(CoordinateSeparators).Any(part => part.Split('/')[0].Any(c => c is >= '1' and <= '9')),
        IDictionary table => table.Values.Cast<object?>().Any(HasDigits),
        IEnumerable list => list.Cast<object?>().Any(HasDigits),
        _ => ExifNumber.Read(value) is not (null or 0),
    };
}
