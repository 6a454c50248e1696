using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Models;

/// <summary>
/// When an image was taken: the best of the dates that its EXIF has, by the clock of the camera, with that clock's offset from UTC,
/// if it is known, and the tag.
/// </summary>
internal sealed record ExifDate(DateTime Time, TimeSpan? Offset, string Source)
{
    // The first photograph is younger: an earlier year is a field that nobody has filled in.
    private const int FirstYear = 1826;

    private static readonly (string Tag, string OffsetTag, string FractionTag)[] Sources =
    [
        ("DateTimeOriginal", "OffsetTimeOriginal", "SubSecTimeOriginal"),
        ("CreateDate", "OffsetTimeDigitized", "SubSecTimeDigitized"),
        ("DateTimeDigitized", "OffsetTimeDigitized", "SubSecTimeDigitized"),
        ("ModifyDate", "OffsetTime", "SubSecTime"),
        ("DateTime", "OffsetTime", "SubSecTime"),
    ];

    // As EXIF has it, with dashes, slashes or dots, and as ISO 8601 has it.
    private const string Day =
        @"(?:(?<year>[0-9]{4})(?<separator>[:\-/.])(?<month>[0-9]{1,2})\k<separator>(?<day>[0-9]{1,2})|(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2}))";

    // Anything may follow the seconds. Without seconds, only blanks may follow instead.
    private const string Clock =
        @"(?:(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2}):(?<second>[0-9]{1,2})(?:[.,](?<fraction>[0-9]+))?(?![0-9])"
        + @"|(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(?:(?![0-9:])|:\s*$)"
        + @"|(?<hour>[0-9]{1,2})(?<mark>[-.])(?<minute>[0-9]{1,2})\k<mark>(?<second>[0-9]{1,2})(?![0-9])"
        + @"|(?<hour>[0-9]{2})(?<minute>[0-9]{2})(?:(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]+))?)?(?![0-9]))";

    private const string Zone = "(?:(?<zulu>[Zz]|UTC|GMT)|(?<sign>[+-])(?<hours>[0-9]{1,2})(?::?(?<minutes>[0-9]{2}))?)";

    private static readonly Regex Format = new(
        $@"^{Day}(?:[Tt]|\s+){Clock}\s*(?<half>[AaPp]\.?[Mm]\.?)?\s*(?<offset>{Zone}(?![0-9:]))?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Compiled);

    private static readonly Regex OffsetFormat = new($"^{Zone}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Compiled);

    /// <summary>The time of the shot, else when it was digitized, else modified, else what the GPS receiver noted; null without any.</summary>
    public static ExifDate? Read(ExifData exif)
    {
        foreach ((string tag, string offsetTag, string fractionTag) in Sources)
        {
            string? text = ExifText.Read(exif.Exif, tag);
            ExifDate? date = (text is null ? null : Parse(text, tag)) ?? (ExifText.Read(exif.Image, tag) is string other ? Parse(other, tag) : null);
            if (date is not null)
            {
                string? offset = ExifText.Read(exif.Exif, offsetTag) ?? ExifText.Read(exif.Image, offsetTag);
                string? fraction = ExifText.Read(exif.Exif, fractionTag) ?? ExifText.Read(exif.Image, fractionTag);
                return date with
                {
                    Offset = date.Offset ?? ParseOffset(offset),
                    Time = date.Time.Ticks % TimeSpan.TicksPerSecond == 0 ? date.Time.AddTicks(ParseFraction(fraction)) : date.Time,
                };
            }
        }

        return ReadGps(exif.Gps);
    }

    private static ExifDate? Parse(string text, string source)
    {
        // As nearly every camera writes it.
        if (DateTime.TryParseExact(text, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime usual))
        {
            return usual.Year >= FirstYear ? new ExifDate(usual, null, source) : null;
        }

        Match match = Format.Match(text.TrimStart('\uFEFF', ' '));
        if (!match.Success)
        {
            return null;
        }

        int Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        int hour = Number("hour");
        if (match.Groups["half"].Success)
        {
            if (hour is < 1 or > 12)
            {
                return null;
            }

            hour = (hour % 12) + (match.Groups["half"].Value[0] is 'P' or 'p' ? 12 : 0);
        }

        return ToTime(Number("year"), Number("month"), Number("day"), hour, Number("minute"), Number("second")) is DateTime time
            ? new ExifDate(time.AddTicks(ParseFraction(match.Groups["fraction"].Value)), ParseOffset(match.Groups["offset"].Value), source)
            : null;
    }

    /// <summary>GPS time is UTC.</summary>
    private static ExifDate? ReadGps(PropertyBag gps)
    {
        string[] day = ExifText.Read(gps, "GPSDateStamp")?.Split(':', '-', '/') ?? [];
        object? value = gps.Find("GPSTimeStamp");
        if (day.Length != 3 || (value is string text ? text.Split(':') : value) is not object?[] { Length: 3 } clock)
        {
            return null;
        }

        int[] parts = [.. day.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        return ExifNumber.ReadPart(clock[0]) is double hour && ExifNumber.ReadPart(clock[1]) is double minute && ExifNumber.ReadPart(clock[2]) is double second
            && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60
            && ToTime(parts[0], parts[1], parts[2], 0, 0, 0) is DateTime midnight
            ? new ExifDate(midnight.AddTicks((long)Math.Round(((hour * 3600) + (minute * 60) + second) * 1000) * TimeSpan.TicksPerMillisecond), TimeSpan.Zero, "GPSDateStamp")
            : null;
    }

    private static DateTime? ToTime(int year, int month, int day, int hour, int minute, int second) =>
        year >= FirstYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60
            ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified)
            : null;

    /// <summary>The digits behind the seconds in ticks; 0 for anything else.</summary>
    private static long ParseFraction(string? digits)
    {
        const int TickDigits = 7;
        return digits is { Length: > 0 } && digits.All(c => c is >= '0' and <= '9')
            ? long.Parse((digits.Length > TickDigits ? digits.Remove(TickDigits) : digits).PadRight(TickDigits, '0'), NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
    }

    private static TimeSpan? ParseOffset(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || OffsetFormat.Match(text!.Trim()) is not { Success: true } match)
        {
            return null;
        }

        if (match.Groups["zulu"].Success)
        {
            return TimeSpan.Zero;
        }

        int hours = int.Parse(match.Groups["hours"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        int minutes = match.Groups["minutes"].Success ? int.Parse(match.Groups["minutes"].Value, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        TimeSpan offset = new(hours, minutes, 0);
        return hours > 14 || minutes > 59 ? null : match.Groups["sign"].Value == "-" ? -offset : offset;
    }
}
