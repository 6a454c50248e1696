using System.Globalization;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Images;
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

    /// <summary><see cref="AuditSubject"/>, <see cref="AuditFinding"/>, <see cref="FailedImage"/>, another <see cref="ErrorRecord"/>, or null for anything else.</summary>
    public static object? Parse(PipelineObject input) => input.Value switch
    {
        null => null,
        ImageMetadata image => new AuditSubject(image),
        MediaFile file => new AuditSubject(file),
        AuditFinding or FailedImage => input.Value,
        ErrorRecord error => (object?)ReadFailure(error.FullyQualifiedErrorId, error.TargetObject, error.Exception?.Message ?? error.ToString()) ?? error,
        _ when input.IsSavedError => ReadSavedFailure(input),
        _ when input.IsRow => ReadRow(input),
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

    private static object? ReadRow(PipelineObject row)
    {
        if (row.Text("RuleName") is string rule && row.Text("Message") is string message && ReadSeverity(row) is AuditSeverity severity)
        {
            return new AuditFinding
            {
                RuleName = rule,
                Severity = severity,
                Url = row.Text("Url"),
                FileId = row.Text("FileId"),
                Message = message,
                Recommendation = row.Text("Recommendation"),
                FilePath = row.Text("FilePath"),
                Evidence = row.Bag("Evidence") ?? (row.Text("Evidence") is string json ? FindingJson.ReadBag(json) : null) ?? new PropertyBag(),
                SavingBytes = row.Int64("SavingBytes"),
                AcceptedReason = row.Text("AcceptedReason"),
                BaselineState = Enum.TryParse(row.Text("BaselineState"), ignoreCase: true, out AuditBaselineState state) ? state : null,
                FirstSeen = row.Time("FirstSeen"),
            };
        }

        return row.Url is null && row.Text("FileId") is null ? null : ReadSubject(row);
    }

    /// <summary>A row of metadata or of a listing, whole or with some columns only: what it has not, it has not as null.</summary>
    private static AuditSubject ReadSubject(PipelineObject row)
    {
        ImageMetadata image = ReadMetadata(row);
        SubjectFields offered = RowFields.Where(entry => entry.Columns.All(row.Has)).Aggregate(SubjectFields.None, (sum, entry) => sum | entry.Fields);
        offered |= ReadExifFields(row);
        if (ResponseColumns.Any(row.Has))
        {
            offered |= SubjectFields.Metadata;
        }

        string? mime = row.Text("Mime");
        MediaFile file = new() { Mime = mime, FileType = row.Text("FileType"), VideoCodec = image.VideoCodec, Width = image.Width };
        SubjectKind kind = mime is null && file.FileType is null ? AuditSubject.KindOf(image) : AuditSubject.KindOf(file);
        if (image.Format is null && kind == SubjectKind.Image && (offered & SubjectFields.Metadata) == 0)
        {
            image.Format = AuditSubject.FormatOf(mime, mime is null ? null : image.Name ?? image.FilePath);
        }

        return new AuditSubject(image, offered, kind, row.Boolean("IsPublished"));
    }

    /// <summary>Whether the EXIF came along, and not only its text or a part of it.</summary>
    private static SubjectFields ReadExifFields(PipelineObject row)
    {
        SubjectFields fields = SubjectFields.None;
        PropertyBag? parts = row.Bag("Exif");
        bool isWhole = row.Get("Exif") is ExifData
            || (parts is not null && ExifParts.All(name => !parts.TryGetValue(name, out object? part) || part is null or "" || PipelineObject.ToBag(part) is not null));
        bool HasColumn(string name) => row.Has(name) || parts?.ContainsKey(name) == true;
        fields |= isWhole ? SubjectFields.FromExif : SubjectFields.None;
        fields |= HasColumn("Latitude") && HasColumn("Longitude") ? SubjectFields.Location : SubjectFields.None;
        fields |= HasColumn("Orientation") ? SubjectFields.Orientation : SubjectFields.None;
        return fields;
    }

    /// <summary>By name; an enumeration from CLIXML is a number with a name around it, and one from JSON the number alone.</summary>
    private static AuditSeverity? ReadSeverity(PipelineObject row) =>
        RuleSelection.ToSeverity(row.Text("Severity"))
        ?? RuleSelection.ToSeverity(row.DisplayText("Severity"))
        ?? (row.Int64("Severity") is long number and >= 0 and <= (long)AuditSeverity.Error ? (AuditSeverity)number : null);

    private static ImageMetadata ReadMetadata(PipelineObject row) => new()
    {
        Url = row.Url,
        FileId = row.Text("FileId"),
        Name = row.Text("Name"),
        FilePath = row.Text("FilePath"),
        Tags = row.Strings("Tags"),
        CustomMetadata = row.Bag("CustomMetadata"),
        Description = row.Text("Description"),
        Transformation = row.Text("Transformation"),
        Width = row.Int64("Width"),
        Height = row.Int64("Height"),
        Size = row.Int64("Size"),
        Format = row.Text("Format"),
        HasColorProfile = row.Boolean("HasColorProfile"),
        Quality = row.Int64("Quality"),
        Density = row.Int64("Density"),
        HasTransparency = row.Boolean("HasTransparency") ?? row.Boolean("HasAlpha"),
        PHash = row.Text("PHash"),
        Exif = ReadExif(row),
        BitRate = row.Int64("BitRate"),
        Duration = row.Double("Duration"),
        AudioCodec = row.Text("AudioCodec"),
        VideoCodec = row.Text("VideoCodec"),
        RetrievedAt = row.Get("RetrievedAt") is DateTime time ? time : default,
    };

    private static ExifData ReadExif(PipelineObject row)
    {
        if (row.Get("Exif") is ExifData live)
        {
            return live;
        }

        PropertyBag parts = row.Bag("Exif") ?? new();
        PropertyBag Part(string name) => PipelineObject.ToBag(parts.Find(name)) ?? new();
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
        double? Number(string name) => SettingValue.ToNumber(parts.TryGetValue(name, out object? number) ? number : row.Get(name));
        exif.Latitude ??= Number("Latitude");
        exif.Longitude ??= Number("Longitude");
        exif.Altitude ??= Number("Altitude");
        exif.Orientation ??= Number("Orientation") is double turn and >= 1 and <= 8 ? (int)turn : null;
        object? Column(string name) => PipelineObject.Unwrap(parts.TryGetValue(name, out object? part) && part is not null ? part : row.Get(name));
        exif.Camera ??= PipelineObject.ToText(Column("Camera"));
        exif.DateTakenSource ??= PipelineObject.ToText(Column("DateTakenSource"));
        exif.DateTaken ??= Column("DateTaken") switch
        {
            DateTime time => time,
            string text when DateTime.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.None, out DateTime time) => time,
            _ => null,
        };
        return exif;
    }

    /// <summary>An error record from CLIXML, which is not an error record any more.</summary>
    private static FailedImage? ReadSavedFailure(PipelineObject error) => ReadFailure(
        error.Text(nameof(ErrorRecord.FullyQualifiedErrorId)),
        error.Get(nameof(ErrorRecord.TargetObject)),
        new PipelineObject(error.Get(nameof(ErrorRecord.Exception))).Text(nameof(Exception.Message)) ?? error.Value!.ToString() ?? string.Empty);

    /// <summary>An image that one of the module's cmdlets could not read; null for any other error, that of a listing included.</summary>
    private static FailedImage? ReadFailure(string? id, object? targetObject, string message)
    {
        int comma = id?.IndexOf(OwnErrors, StringComparison.Ordinal) ?? -1;
        if (comma <= 0
            || !Enum.TryParse(id!.Substring(0, comma), out ImageKitErrorKind kind)
            || id.EndsWith(ListCommand, StringComparison.Ordinal)
            || PipelineObject.Unwrap(targetObject) is not string target)
        {
            return null;
        }

        // A URL has a scheme, or is reported as invalid; anything else is a file ID.
        bool isUrl = kind == ImageKitErrorKind.InvalidUrl || ImageUrl.HasScheme(target);
        return new FailedImage { Url = isUrl ? target : null, FileId = isUrl ? null : target, Kind = kind, Message = message };
    }
}
