using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>What the module's views print: called by <c>ImageKit.Metadata.Format.ps1xml</c>, which holds no logic of its own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DisplayText
{
    private const int LongestValue = 200;

    /// <summary>A number of bytes as people read it, <c>7.6 KB</c>; in PowerShell's units of 1,024.</summary>
    /// <param name="bytes">The number; null gives null.</param>
    public static string? Size(long? bytes) => bytes is long count ? ByteSize.Describe(count, CultureInfo.CurrentCulture) : null;

    /// <summary>
    /// What tells an image from its neighbours in a table: path and query of its URL, without the address that all of them
    /// share; its other name if it has no URL.
    /// </summary>
    /// <param name="url">The URL, or null.</param>
    /// <param name="otherName">The file id or hash, or null.</param>
    public static string? Image(string? url, string? otherName)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed))
        {
            return Plain(string.IsNullOrEmpty(url) ? otherName : url);
        }

        int path = url!.IndexOf('/', parsed.Scheme.Length + Uri.SchemeDelimiter.Length);
        return Plain(path < 0 ? url : url.Substring(path));
    }

    /// <summary>The value of a setting, on one line; with the default where they differ.</summary>
    /// <param name="setting">The setting.</param>
    public static string Setting(AuditRuleSetting setting)
    {
        string value = SettingValue.ToDisplayText(setting.Value);
        string usual = SettingValue.ToDisplayText(setting.Default);
        return PlainText.Clean(value == usual ? $"{setting.Name} = {value}" : $"{setting.Name} = {value} (default {usual})");
    }

    /// <summary>The settings of a rule: a line each, with what they mean.</summary>
    /// <param name="settings">The settings.</param>
    public static string? Settings(AuditRuleSetting[]? settings) => settings is not { Length: > 0 }
        ? null
        : string.Join(Environment.NewLine, settings.Select(setting => $"{Setting(setting)}: {setting.Description}"));

    /// <summary>The value of a setting alone, on one line.</summary>
    /// <param name="value">The value; null stands for one that is left to the rule.</param>
    public static string Value(object? value) => PlainText.Clean(SettingValue.ToDisplayText(value));

    /// <summary>The members of a group, a line each.</summary>
    /// <param name="members">The members.</param>
    public static string? Members(DuplicateMember[]? members) => members is null ? null : string.Join(
        Environment.NewLine,
        members.Select(member => string.Format(
            CultureInfo.CurrentCulture,
            "{0,2} bits  {1,8}  {2}",
            member.Distance,
            Size(member.Size),
            PlainText.Clean(member.ToString()))));

    /// <summary>Width and height, <c>100 x 68</c>; null without both.</summary>
    /// <param name="width">The width, or null.</param>
    /// <param name="height">The height, or null.</param>
    public static string? Dimensions(long? width, long? height) => width is null || height is null ? null : $"{width} x {height}";

    /// <summary>Before and after, <c>jpg → webp</c>; once where nothing changed.</summary>
    /// <param name="before">Before; null, or empty as PowerShell passes null, if unknown.</param>
    /// <param name="after">After, or the same.</param>
    public static string? Change(string? before, string? after) => before == after || string.IsNullOrEmpty(before)
        ? Plain(after)
        : $"{Plain(before)} \u2192 {(string.IsNullOrEmpty(after) ? "?" : Plain(after))}";

    /// <summary>What a value was and is, <c>Noord → Kite</c>; of lists the items that differ, <c>+sale, -draft</c>.</summary>
    /// <param name="before">The value before; null for none.</param>
    /// <param name="after">The value after; null for none.</param>
    public static string ValueChange(object? before, object? after)
    {
        if (Unwrap(before) is object?[] or string[] || Unwrap(after) is object?[] or string[])
        {
            object?[] old = ToItems(before);
            object?[] current = ToItems(after);
            return ToText(current.Except(old).Select(item => $"+{item}").Concat(old.Except(current).Select(item => $"-{item}")).ToArray());
        }

        return $"{ToText(before)} \u2192 {ToText(after)}".Trim();
    }

    /// <summary>A percentage, <c>81.5 %</c>, 100 only if it is; null gives null.</summary>
    /// <param name="percent">The number, 100 for all.</param>
    public static string? Percent(double? percent)
    {
        double? shown = percent is > 99.9 and < 100 ? 99.9 : percent;
        return shown?.ToString(Math.Abs(shown.Value) < 999.95 ? "0.0' %'" : "0' %'", CultureInfo.CurrentCulture);
    }

    /// <summary>Texts on one line, <c>sale, shoes</c>; null if there are none.</summary>
    /// <param name="texts">The texts.</param>
    public static string? List(string[]? texts) => texts is { Length: > 0 } ? PlainText.Clean(string.Join(", ", texts)) : null;

    /// <summary>What a machine saw, <c>Shirt (90 %), T-shirt (80 %)</c>; null if there is nothing.</summary>
    /// <param name="tags">The tags.</param>
    public static string? List(MediaTag[]? tags) => tags is not { Length: > 0 }
        ? null
        : PlainText.Clean(string.Join(", ", tags.Select(tag => string.Format(CultureInfo.CurrentCulture, "{0} ({1:0} %)", tag.Name, tag.Confidence))));

    /// <summary>A moment in UTC as local time; null gives null.</summary>
    /// <param name="utc">The moment.</param>
    public static string? LocalTime(DateTime? utc) => utc?.ToLocalTime().ToString("g", CultureInfo.CurrentCulture);

    /// <summary>A time that has no zone, as it stands.</summary>
    /// <param name="time">The time.</param>
    public static string? CameraTime(DateTime? time) => time?.ToString("g", CultureInfo.CurrentCulture);

    /// <summary>A moment in UTC as local time to the minute, <c>2024-12-30 10:42</c>; null gives null.</summary>
    /// <param name="utc">The moment.</param>
    public static string? LocalMinute(DateTime? utc) => Minute(utc?.ToLocalTime());

    /// <summary>A time that has no zone to the minute, as wide in every culture, for the columns of tables; null gives null.</summary>
    /// <param name="time">The time.</param>
    public static string? Minute(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Exposure, <c>1/160 s, f/7.1, ISO 100, 135 mm</c>; null without one.</summary>
    /// <param name="exif">The EXIF.</param>
    public static string? Exposure(ExifData exif) => exif.ToExposureText();

    /// <summary>Where an image was taken, <c>37.8850 N, 122.6225 W, 122 m</c>; null without a place.</summary>
    /// <param name="exif">The EXIF.</param>
    public static string? Location(ExifData exif)
    {
        if (exif.Latitude is not double latitude || exif.Longitude is not double longitude)
        {
            return null;
        }

        string place = string.Format(
            CultureInfo.CurrentCulture,
            "{0:0.0000}° {1}, {2:0.0000}° {3}",
            Math.Abs(latitude),
            latitude < 0 ? 'S' : 'N',
            Math.Abs(longitude),
            longitude < 0 ? 'W' : 'E');
        return exif.Altitude is double altitude ? string.Format(CultureInfo.CurrentCulture, "{0}, {1:0} m", place, altitude) : place;
    }

    /// <summary>A bit rate, <c>1.5 Mbit/s</c>; null gives null.</summary>
    /// <param name="bitsPerSecond">The rate.</param>
    public static string? BitRate(long? bitsPerSecond) => bitsPerSecond switch
    {
        null => null,
        >= 1_000_000 => (bitsPerSecond.Value / 1e6).ToString("0.0", CultureInfo.CurrentCulture) + " Mbit/s",
        _ => (bitsPerSecond.Value / 1e3).ToString("0", CultureInfo.CurrentCulture) + " kbit/s",
    };

    /// <summary>Text from an image or a server, on one line and without anything that moves the cursor.</summary>
    /// <param name="text">The text; null gives null.</param>
    public static string? Plain(string? text) => text is null ? null : PlainText.Clean(text);

    /// <summary>Names and values, a line each; null if there are none.</summary>
    /// <param name="values">The tags of a part.</param>
    public static string? Tags(PropertyBag? values) => values is not { Count: > 0 }
        ? null
        : string.Join(Environment.NewLine, values.Select(tag => $"{PlainText.Clean(tag.Key)}: {ToText(tag.Value)}"));

    private static string ToText(object? value) => ValueText.ToText(Unwrap(value), CultureInfo.CurrentCulture, LongestValue);

    private static object?[] ToItems(object? value) => Unwrap(value) switch
    {
        null => [],
        string text => [text],
        IEnumerable list => [.. list.Cast<object?>()],
        object single => [single],
    };

    /// <summary>CLIXML and jobs wrap lists and tables.</summary>
    private static object? Unwrap(object? value) => value switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => Unwrap(wrapped.BaseObject),
        string or byte[] => value,
        IDictionary table => table.Keys.Cast<object>().ToDictionary(key => key, key => Unwrap(table[key])),
        IEnumerable list => list.Cast<object?>().Select(Unwrap).ToArray(),
        _ => value,
    };
}
