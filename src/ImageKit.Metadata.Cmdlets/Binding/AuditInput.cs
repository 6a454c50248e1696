using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Reporting;

namespace ImageKit.Metadata.Binding;

/// <summary>
/// Reads the pipeline input of an audit: live objects, deserialized ones, rows of a CSV or JSON file, and the error records of
/// images that could not be read.
/// </summary>
internal static class AuditInput
{
    private const string ListCommand = ".GetIKFileCommand";
    private const string OwnErrors = ",ImageKit.Metadata.Commands.";
    private const string SavedError = "Deserialized.System.Management.Automation.ErrorRecord";

    /// <summary><see cref="AuditSubject"/>, <see cref="AuditFinding"/>, <see cref="FailedImage"/>, another <see cref="ErrorRecord"/>, or null for anything else.</summary>
    public static object? Parse(PSObject? input) => input?.BaseObject switch
    {
        ImageMetadata image => new AuditSubject(image),
        MediaFile file => new AuditSubject(file),
        AuditFinding or FailedImage => input.BaseObject,
        ErrorRecord error => (object?)ReadFailure(error.FullyQualifiedErrorId, error.TargetObject, error.Exception?.Message ?? error.ToString()) ?? error,
        PSCustomObject when input.TypeNames.Contains(SavedError) => ReadSavedFailure(input),
        PSCustomObject or IDictionary => ReadRow(input),
        _ => null,
    };

    private static readonly string[] ExifParts = ["Image", "Exif", "Gps", "MakerNote"];

    /// <summary>Columns that only metadata has: a row without one is a row of a listing.</summary>
    private static readonly string[] ResponseColumns = ["PHash", "Quality", "Density", "HasColorProfile", "HasTransparency", "Exif", "RetrievedAt"];

    private static readonly (SubjectFields Fields, string[] Columns)[] RowFields =
    [
        (SubjectFields.Dimensions, ["Width", "Height"]),
        (SubjectFields.Size, ["Size"]),
        (SubjectFields.Format, ["Format"]),
        (SubjectFields.Format, ["Mime"]),
        (SubjectFields.Transparency, ["HasTransparency"]),
        (SubjectFields.Transparency, ["HasAlpha"]),
        (SubjectFields.BitRate, ["BitRate"]),
        (SubjectFields.Path, ["FilePath"]),
        (SubjectFields.Description, ["Description"]),
        (SubjectFields.Tags, ["Tags"]),
        (SubjectFields.CustomMetadata, ["CustomMetadata"]),
        (SubjectFields.Publication, ["IsPublished"]),
        (SubjectFields.ColorProfile, ["HasColorProfile"]),
        (SubjectFields.Quality, ["Quality"]),
        (SubjectFields.Density, ["Density"]),
        (SubjectFields.PHash, ["PHash"]),
    ];

    private static object? ReadRow(PSObject row)
    {
        Func<string, object?> field = row.BaseObject is IDictionary table
            ? name => Unwrap(FindKey(table, name) is object key ? table[key] : null)
            : name => Unwrap(row.Properties[name]?.Value);
        bool Has(string name) => row.BaseObject is IDictionary entries ? FindKey(entries, name) is not null : row.Properties[name] is not null;
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
                FilePath = Text(field("FilePath")),
                Evidence = Bag(field("Evidence")) ?? (Text(field("Evidence")) is string json ? FindingJson.ReadBag(json) : null) ?? new PropertyBag(),
                SavingBytes = Whole(field("SavingBytes")),
                AcceptedReason = Text(field("AcceptedReason")),
                BaselineState = Enum.TryParse(Text(field("BaselineState")), ignoreCase: true, out AuditBaselineState state) ? state : null,
                FirstSeen = Time(field("FirstSeen")),
            };
        }

        string? url = Commands.UrlTextAttribute.Names.Select(name => Text(field(name))).FirstOrDefault(text => text is not null);
        string? fileId = Text(field("FileId"));
        return url is null && fileId is null ? null : ReadSubject(ReadMetadata(url, fileId, field), field, Has);
    }

    private static object? FindKey(IDictionary table, string name) =>
        table.Keys.Cast<object>().FirstOrDefault(key => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase));

    /// <summary>A row of metadata or of a listing, whole or with some columns only: what it has not, it has not as null.</summary>
    private static AuditSubject ReadSubject(ImageMetadata image, Func<string, object?> field, Func<string, bool> has)
    {
        SubjectFields offered = RowFields.Where(entry => entry.Columns.All(has)).Aggregate(SubjectFields.None, (sum, entry) => sum | entry.Fields);
        offered |= ReadExifFields(field("Exif"), image.Exif, has);
        if (ResponseColumns.Any(has))
        {
            offered |= SubjectFields.Metadata;
        }

        string? mime = Text(field("Mime"));
        MediaFile file = new() { Mime = mime, FileType = Text(field("FileType")), VideoCodec = image.VideoCodec, Width = image.Width };
        SubjectKind kind = mime is null && file.FileType is null ? AuditSubject.KindOf(image) : AuditSubject.KindOf(file);
        if (image.Format is null && kind == SubjectKind.Image && (offered & SubjectFields.Metadata) == 0)
        {
            image.Format = AuditSubject.FormatOf(mime, mime is null ? null : image.Name ?? image.FilePath);
        }

        return new AuditSubject(image, offered, kind, SettingValue.ToBoolean(field("IsPublished")));
    }

    /// <summary>Whether the EXIF came along, and not only its text or a part of it.</summary>
    private static SubjectFields ReadExifFields(object? value, ExifData exif, Func<string, bool> has)
    {
        SubjectFields fields = SubjectFields.None;
        PropertyBag? parts = value is ExifData ? null : Bag(value);
        bool isWhole = value is ExifData
            || (parts is not null && ExifParts.All(name => !parts.TryGetValue(name, out object? part) || part is null or "" || Bag(part) is not null));
        bool HasColumn(string name) => has(name) || parts?.ContainsKey(name) == true;
        fields |= isWhole ? SubjectFields.FromExif : SubjectFields.None;
        fields |= HasColumn("Latitude") && HasColumn("Longitude") ? SubjectFields.Location : SubjectFields.None;
        fields |= HasColumn("Orientation") ? SubjectFields.Orientation : SubjectFields.None;
        return fields;
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
        Name = Text(field("Name")),
        FilePath = Text(field("FilePath")),
        Tags = ReadTags(field("Tags")),
        CustomMetadata = Bag(field("CustomMetadata")),
        Description = Text(field("Description")),
        Transformation = Text(field("Transformation")),
        Width = Whole(field("Width")),
        Height = Whole(field("Height")),
        Size = Whole(field("Size")),
        Format = Text(field("Format")),
        HasColorProfile = SettingValue.ToBoolean(field("HasColorProfile")),
        Quality = Whole(field("Quality")),
        Density = Whole(field("Density")),
        HasTransparency = SettingValue.ToBoolean(field("HasTransparency") ?? field("HasAlpha")),
        PHash = Text(field("PHash")),
        Exif = ReadExif(field("Exif"), field),
        BitRate = Whole(field("BitRate")),
        Duration = SettingValue.ToNumber(field("Duration")),
        AudioCodec = Text(field("AudioCodec")),
        VideoCodec = Text(field("VideoCodec")),
        RetrievedAt = field("RetrievedAt") is DateTime time ? time : default,
    };

    private static string[] ReadTags(object? value) => value switch
    {
        string text => text.Trim().Length == 0 ? [] : [text],
        IEnumerable list => [.. list.Cast<object?>().Select(item => Text(Unwrap(item))).OfType<string>()],
        _ => [],
    };

    private static ExifData ReadExif(object? value, Func<string, object?> field)
    {
        if (value is ExifData live)
        {
            return live;
        }

        PropertyBag parts = Bag(value) ?? new();
        PropertyBag Part(string name) => parts.TryGetValue(name, out object? part) ? Bag(part) ?? new() : new();
        ExifData exif = new()
        {
            Image = Part("Image"),
            Thumbnail = Part("Thumbnail"),
            Exif = Part("Exif"),
            Gps = Part("Gps"),
            Interoperability = Part("Interoperability"),
            MakerNote = Part("MakerNote"),
        };
        exif.ReadTags();

        // Where the tags were lost on the way, what was derived from them may be left: beside them, or in columns of a CSV file.
        double? Number(string name) => SettingValue.ToNumber(parts.TryGetValue(name, out object? number) ? number : field(name));
        exif.Latitude ??= Number("Latitude");
        exif.Longitude ??= Number("Longitude");
        exif.Altitude ??= Number("Altitude");
        exif.Orientation ??= Number("Orientation") is double turn and >= 1 and <= 8 ? (int)turn : null;
        object? Column(string name) => Unwrap(parts.TryGetValue(name, out object? part) && part is not null ? part : field(name));
        exif.Camera ??= Text(Column("Camera"));
        exif.DateTakenSource ??= Text(Column("DateTakenSource"));
        exif.DateTaken ??= Column("DateTaken") switch
        {
            DateTime time => time,
            string text when DateTime.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.None, out DateTime time) => time,
            _ => null,
        };
        return exif;
    }

    /// <summary>An error record from CLIXML, which is not an error record any more.</summary>
    private static FailedImage? ReadSavedFailure(PSObject error) => ReadFailure(
        Text(Unwrap(error.Properties[nameof(ErrorRecord.FullyQualifiedErrorId)]?.Value)),
        error.Properties[nameof(ErrorRecord.TargetObject)]?.Value,
        Text(Unwrap((error.Properties[nameof(ErrorRecord.Exception)]?.Value as PSObject)?.Properties[nameof(Exception.Message)]?.Value)) ?? error.ToString());

    /// <summary>An image that one of the module's cmdlets could not read; null for any other error, that of a listing included.</summary>
    private static FailedImage? ReadFailure(string? id, object? targetObject, string message)
    {
        int comma = id?.IndexOf(OwnErrors, StringComparison.Ordinal) ?? -1;
        if (comma <= 0
            || !Enum.TryParse(id!.Substring(0, comma), out ImageKitErrorKind kind)
            || id.EndsWith(ListCommand, StringComparison.Ordinal)
            || Unwrap(targetObject) is not string target)
        {
            return null;
        }

        // A URL has a scheme, or is reported as invalid; anything else is a file ID.
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

    /// <summary>The object inside; a property bag is its own wrapping.</summary>
    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static string? Text(object? value) => value switch
    {
        string text => text.Length == 0 ? null : text,
        Uri uri => uri.OriginalString,
        null or PSObject or IEnumerable => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static DateTime? Time(object? value) =>
        value is DateTime time ? time
        : DateTime.TryParse(value as string, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime parsed) ? parsed : null;

    private static long? Whole(object? value) => value is long whole ? whole : TagValue.ToInt64(SettingValue.ToNumber(value));
}
