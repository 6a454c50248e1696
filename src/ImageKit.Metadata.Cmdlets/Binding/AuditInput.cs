using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Reporting;

namespace ImageKit.Metadata.Binding;

/// <summary>
/// What comes along the pipeline, told apart and brought into form: live objects, those that came back from CLIXML, a
/// remote session or a job, rows of a CSV or JSON file, and the error records of images that could not be read.
/// </summary>
internal static class AuditInput
{
    private const string OwnErrors = ",ImageKit.Metadata.Commands.";
    private const string SavedError = "Deserialized.System.Management.Automation.ErrorRecord";

    /// <summary><see cref="ImageMetadata"/>, <see cref="AuditFinding"/>, <see cref="FailedImage"/>, another <see cref="ErrorRecord"/>, or null for anything else.</summary>
    public static object? Understand(PSObject? input) => input?.BaseObject switch
    {
        null => null,
        ImageMetadata or AuditFinding or FailedImage => input.BaseObject,
        ErrorRecord error => (object?)ReadFailure(error.FullyQualifiedErrorId, error.TargetObject, error.Exception?.Message ?? error.ToString()) ?? error,
        PSCustomObject when input.TypeNames.Contains(SavedError) => ReadSavedFailure(input),
        PSCustomObject or IDictionary => ReadRow(input),
        _ => null,
    };

    private static object? ReadRow(PSObject row)
    {
        Func<string, object?> field = row.BaseObject is IDictionary table
            ? name => Unwrap(table.Keys.Cast<object>().FirstOrDefault(key => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase)) is object key ? table[key] : null)
            : name => Unwrap(row.Properties[name]?.Value);
        if (Text(field("RuleName")) is string rule && Text(field("Message")) is string message && ReadSeverity(row, field("Severity")) is AuditSeverity severity)
        {
            return new AuditFinding
            {
                RuleName = rule,
                Severity = severity,
                Url = Text(field("Url")),
                FileId = Text(field("FileId")),
                Message = message,
                Recommendation = Text(field("Recommendation")),
                Evidence = Bag(field("Evidence")) ?? (Text(field("Evidence")) is string json ? FindingJson.ReadBag(json) : null) ?? new PropertyBag(),
                SavingBytes = Whole(field("SavingBytes")),
                AcceptedReason = Text(field("AcceptedReason")),
            };
        }

        string? url = Commands.UrlTextAttribute.Names.Select(name => Text(field(name))).FirstOrDefault(text => text is not null);
        string? fileId = Text(field("FileId"));
        return url is null && fileId is null ? null : ReadMetadata(url, fileId, field);
    }

    /// <summary>By name; an enumeration from CLIXML is a number with a name around it, and one from JSON the number alone.</summary>
    private static AuditSeverity? ReadSeverity(PSObject row, object? value) =>
        RuleSelection.ToSeverity(Text(value))
        ?? RuleSelection.ToSeverity(row.Properties["Severity"]?.Value?.ToString())
        ?? (Whole(value) is long number and >= 0 and <= (long)AuditSeverity.Error ? (AuditSeverity)number : null);

    private static ImageMetadata ReadMetadata(string? url, string? fileId, Func<string, object?> field) => new()
    {
        Url = url,
        FileId = fileId,
        Transformation = Text(field("Transformation")),
        Width = Whole(field("Width")),
        Height = Whole(field("Height")),
        Size = Whole(field("Size")),
        Format = Text(field("Format")),
        HasColorProfile = SettingValue.ToFlag(field("HasColorProfile")),
        Quality = Whole(field("Quality")),
        Density = Whole(field("Density")),
        HasTransparency = SettingValue.ToFlag(field("HasTransparency")),
        PHash = Text(field("PHash")),
        Exif = ReadExif(field("Exif")),
        BitRate = Whole(field("BitRate")),
        Duration = SettingValue.ToNumber(field("Duration")),
        AudioCodec = Text(field("AudioCodec")),
        VideoCodec = Text(field("VideoCodec")),
        RetrievedAt = field("RetrievedAt") is DateTime time ? time : default,
    };

    private static ExifData ReadExif(object? value)
    {
        if (value is ExifData live)
        {
            return live;
        }

        ExifData exif = new();
        if (Bag(value) is not PropertyBag parts)
        {
            return exif;
        }

        PropertyBag Part(string name) => parts.TryGetValue(name, out object? part) ? Bag(part) ?? new() : new();
        exif.Image = Part("Image");
        exif.Thumbnail = Part("Thumbnail");
        exif.Exif = Part("Exif");
        exif.Gps = Part("Gps");
        exif.Interoperability = Part("Interoperability");
        exif.MakerNote = Part("MakerNote");
        exif.DeriveConveniences();

        // Where the tags were lost on the way, the conveniences may have come through.
        double? Number(string name) => parts.TryGetValue(name, out object? number) ? SettingValue.ToNumber(number) : null;
        exif.Latitude ??= Number("Latitude");
        exif.Longitude ??= Number("Longitude");
        exif.Altitude ??= Number("Altitude");
        exif.Orientation ??= Number("Orientation") is double turn and >= 1 and <= 8 ? (int)turn : null;
        return exif;
    }

    /// <summary>An error record from CLIXML, which is not made an error record again.</summary>
    private static FailedImage? ReadSavedFailure(PSObject error) => ReadFailure(
        Text(Unwrap(error.Properties[nameof(ErrorRecord.FullyQualifiedErrorId)]?.Value)),
        error.Properties[nameof(ErrorRecord.TargetObject)]?.Value,
        Text(Unwrap((error.Properties[nameof(ErrorRecord.Exception)]?.Value as PSObject)?.Properties[nameof(Exception.Message)]?.Value)) ?? error.ToString());

    /// <summary>An image that one of the module's own cmdlets could not read; null for any other error.</summary>
    private static FailedImage? ReadFailure(string? id, object? targetObject, string message)
    {
        int comma = id?.IndexOf(OwnErrors, StringComparison.Ordinal) ?? -1;
        if (comma <= 0
            || !Enum.TryParse(id!.Substring(0, comma), out ImageKitErrorKind kind)
            || kind == ImageKitErrorKind.AuthenticationFailed
            || Unwrap(targetObject) is not string target)
        {
            return null;
        }

        // A file id and a URL are told apart by their look: what was asked by URL has a scheme, or is reported as invalid.
        bool isUrl = kind == ImageKitErrorKind.InvalidUrl || ImageUrl.HasScheme(target);
        return new FailedImage { Url = isUrl ? target : null, FileId = isUrl ? null : target, Kind = kind, Message = message };
    }

    private static PropertyBag? Bag(object? value)
    {
        switch (Unwrap(value))
        {
            case PropertyBag bag:
                return bag;
            case IDictionary table:
                PropertyBag copy = new();
                foreach (DictionaryEntry entry in table)
                {
                    copy[entry.Key.ToString() ?? string.Empty] = Plain(entry.Value);
                }

                return copy;
            case PSObject row:
                PropertyBag fields = new();
                foreach (PSPropertyInfo property in row.Properties.Where(property => property.MemberType is PSMemberTypes.NoteProperty or PSMemberTypes.Property))
                {
                    fields[property.Name] = Plain(property.Value);
                }

                return fields;
            default:
                return null;
        }
    }

    private static object? Plain(object? value) => Unwrap(value) switch
    {
        null => null,
        string or byte[] or bool or double or long or ExifData => Unwrap(value),
        int or short or byte => Convert.ToInt64(Unwrap(value), CultureInfo.InvariantCulture),
        PSObject or IDictionary => Bag(value),
        IEnumerable list => list.Cast<object?>().Select(Plain).ToArray(),
        _ => Unwrap(value),
    };

    /// <summary>The object inside; an object that has properties only is its own wrapping.</summary>
    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static string? Text(object? value) => value switch
    {
        string text => text.Length == 0 ? null : text,
        Uri uri => uri.OriginalString,
        null or PSObject or IEnumerable => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static long? Whole(object? value) => value is long whole ? whole : TagValue.ToInt64(SettingValue.ToNumber(value));
}
