using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation.Host;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>What the module's views print: called by <c>ImageKit.Metadata.Format.ps1xml</c>, which has no logic of its own. Public only because a script block of a view can call nothing else.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DisplayText
{
    private const int LongestValue = 200;

    /// <summary>The columns that a cell has at least, however narrow the terminal.</summary>
    private const int NarrowestCell = 12;

    /// <summary>The moment of the last change, which follows every URL of a listing.</summary>
    private static readonly string[] VolatileParameters = ["updatedAt="];

    /// <summary>A number of bytes as people read it, <c>7.6 KB</c>; in PowerShell's units of 1,024.</summary>
    /// <param name="bytes">The number; null gives null.</param>
    public static string? Size(long? bytes) => bytes is long count ? ByteSize.ToDisplayText(count, CultureInfo.CurrentCulture) : null;

    /// <summary>
    /// The path and query of an image's URL, without the address that all images of an account share, or its other name. Cut from the
    /// left where the column of a table is narrower, since names differ at their ends. A link to the image where the terminal supports it.
    /// </summary>
    /// <param name="url">The URL, or null.</param>
    /// <param name="otherName">The file ID or hash, or null.</param>
    /// <param name="host">The host that shows the table.</param>
    /// <param name="context">The session.</param>
    /// <param name="columns">The width of the column; if it has none, the columns that the rest of the table needs.</param>
    /// <param name="openColumns">How many columns share what the rest of the table leaves; 0 if the column has a width.</param>
    public static string? Image(string? url, string? otherName, PSHost host, EngineIntrinsics context, int columns, int openColumns)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed))
        {
            return Cut(Plain(string.IsNullOrEmpty(url) ? otherName : url), host, columns, openColumns);
        }

        string shown = ImageUrl.RemoveParameters(url!, VolatileParameters);
        int path = shown.IndexOf('/', parsed.Scheme.Length + Uri.SchemeDelimiter.Length);
        return Link(Cut(Plain(path < 0 ? shown : shown.Substring(path)), host, columns, openColumns), url, host, context);
    }

    /// <summary>The path of a file or folder, cut from the left as <see cref="Image"/>.</summary>
    /// <param name="path">The path.</param>
    /// <param name="url">The URL, or null.</param>
    /// <param name="host">The host that shows the table.</param>
    /// <param name="context">The session.</param>
    /// <param name="columns">The width of the column; if it has none, the columns that the rest of the table needs.</param>
    /// <param name="openColumns">How many columns share what the rest of the table leaves; 0 if the column has a width.</param>
    public static string? Path(string? path, string? url, PSHost host, EngineIntrinsics context, int columns, int openColumns) =>
        Link(Cut(Plain(path), host, columns, openColumns), url, host, context);

    /// <summary>A severity, in the color of PowerShell's own errors and warnings where the terminal shows colors.</summary>
    /// <param name="item">A finding or a rule, live or deserialized.</param>
    /// <param name="host">The host that shows it.</param>
    /// <param name="context">The session.</param>
    public static string? Severity(PSObject item, PSHost host, EngineIntrinsics context)
    {
        string? name = Plain(new PipelineObject(item).DisplayText(nameof(AuditFinding.Severity)));
        return name is nameof(AuditSeverity.Error) or nameof(AuditSeverity.Warning)
            && StyleOf(host, context) is PSObject style
            && style.Properties["Formatting"]?.Value is object formatting
            && PSObject.AsPSObject(formatting).Properties[name]?.Value is string color
            ? color + name + style.Properties["Reset"]?.Value
            : name;
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
        : string.Join(Environment.NewLine, settings.Select(setting => $"{Setting(setting)}: {Plain(setting.Description)}"));

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

    /// <summary>The rules or folders with findings, one per line, such as <c>12 GpsLocation</c>; those without any are left out.</summary>
    /// <param name="tallies">The figures.</param>
    public static string? Tallies(AuditTally[]? tallies) => tallies is null ? null : string.Join(
        Environment.NewLine,
        tallies.Where(tally => tally.FindingCount > 0).Select(tally => PlainText.Clean(string.Format(CultureInfo.CurrentCulture, "{0:N0} {1}", tally.FindingCount, tally.Name))));

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
    public static string? LocalTime(DateTime? utc) => utc is DateTime time ? time.ToLocalTime().ToString("g", CultureInfo.CurrentCulture) + " (local time)" : null;

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

    /// <summary>Where an image was taken, <c>37.8850° N, 122.6225° W, 122 m</c>; null without coordinates.</summary>
    /// <param name="exif">The EXIF.</param>
    public static string? Location(ExifData exif) => exif.ToLocationText();

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

    /// <summary>Cuts at a slash where one is left, so that a whole name remains: <c>…/post-0184.jpg</c>.</summary>
    private static string? Cut(string? text, PSHost host, int columns, int openColumns)
    {
        int width = openColumns == 0 ? columns : WidthOf(host) is int screen ? Math.Max(NarrowestCell, (screen - columns) / openColumns) : int.MaxValue;
        if (text is null || text.Length <= width)
        {
            return text;
        }

        string end = text.Substring(text.Length - width + 1);
        int slash = end.IndexOfAny(['/', '\\']);
        return "…" + (slash < 0 ? end : end.Substring(slash));
    }

    /// <summary>The columns of a table on the screen; null if there is no screen.</summary>
    private static int? WidthOf(PSHost host)
    {
        try
        {
            return host.UI?.RawUI?.BufferSize.Width is int width and > 0 ? width - 1 : null;
        }
        catch (Exception failure) when (failure is HostException or NotImplementedException or IOException)
        {
            return null;
        }
    }

    /// <summary>PowerShell removes the link where it removes colors: in files, with NO_COLOR, in plain text.</summary>
    private static string? Link(string? text, string? url, PSHost host, EngineIntrinsics context) =>
        text is not null && url is not null && ImageUrl.HasScheme(url) && PlainText.Clean(url, int.MaxValue) == url && StyleOf(host, context) is not null
            ? $"\u001b]8;;{url}\u001b\\{text}\u001b]8;;\u001b\\"
            : text;

    /// <summary>The variable PSStyle, where the terminal obeys it; Windows PowerShell has none.</summary>
    private static PSObject? StyleOf(PSHost host, EngineIntrinsics context) =>
        host.UI?.SupportsVirtualTerminal == true && context.SessionState.PSVariable.GetValue("PSStyle") is object style ? PSObject.AsPSObject(style) : null;

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
