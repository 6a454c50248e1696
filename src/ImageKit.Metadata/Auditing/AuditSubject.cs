namespace ImageKit.Metadata.Auditing;

/// <summary>
/// An image, video or other file to audit, and which of its fields are known. A file of a listing is seen as the metadata
/// would be, as far as the listing reports it.
/// </summary>
internal sealed class AuditSubject
{
    /// <summary>Metadata: a null field is one that the service did not report.</summary>
    public AuditSubject(ImageMetadata image)
        : this(image, SubjectFields.Response | (image.FilePath is null ? SubjectFields.None : SubjectFields.Library), KindOf(image))
    {
    }

    /// <summary>A file as the listing reports it.</summary>
    public AuditSubject(MediaFile file)
        : this(ToImage(file), SubjectFields.Listing, KindOf(file), file.IsPublished)
    {
    }

    /// <summary>A row, or an object that lost some of its fields on the way.</summary>
    public AuditSubject(ImageMetadata image, SubjectFields offered, SubjectKind kind, bool? isPublished = null)
    {
        Image = image;
        Kind = kind;
        IsPublished = isPublished;
        Format = ToFormat(image.Format);
        Pixels = image.Width is > 0 && image.Height is > 0 && Format is not ("svg" or "pdf") ? (double)image.Width * image.Height : null;
        Offered = offered;
        Known = offered & ~Unreported();
    }

    public ImageMetadata Image { get; }

    public SubjectKind Kind { get; }

    public bool? IsPublished { get; }

    /// <summary>The fields that the input has, filled or not.</summary>
    public SubjectFields Offered { get; }

    /// <summary>The fields that the input has and the service reported.</summary>
    public SubjectFields Known { get; }

    public bool IsVideo => Kind == SubjectKind.Video;

    /// <summary>Whether the metadata is of what visitors get, not of the stored original.</summary>
    public bool IsServed => !string.IsNullOrEmpty(Image.Transformation);

    /// <summary>The format in lower case, under one name each; null if unknown.</summary>
    public string? Format { get; }

    /// <summary>Width times height; null without both, or for a drawing that has no pixels.</summary>
    public double? Pixels { get; }

    /// <summary>The one name of a format, for what a user wrote in the settings, too.</summary>
    public static string? ToFormat(string? text) => text?.Trim(' ', '.').ToLowerInvariant() switch
    {
        null or "" => null,
        "jpeg" => "jpg",
        "tif" => "tiff",
        string format => format,
    };

    public static SubjectKind KindOf(ImageMetadata image) =>
        image.VideoCodec is not null || image.BitRate is not null || image.Duration is not null ? SubjectKind.Video : SubjectKind.Image;

    public static SubjectKind KindOf(MediaFile file) =>
        file.Mime?.StartsWith("video/", StringComparison.OrdinalIgnoreCase) == true || file.VideoCodec is not null ? SubjectKind.Video
        : file.FileType == "image" || file.Mime?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true || (file.FileType is null && file.Mime is null && file.Width is not null) ? SubjectKind.Image
        : SubjectKind.Other;

    /// <summary>The format that the metadata names: by the media type, else by the file extension.</summary>
    public static string? FormatOf(string? mime, string? name)
    {
        string? type = mime?.Trim().ToLowerInvariant();
        return type switch
        {
            "image/x-icon" or "image/vnd.microsoft.icon" => "ico",
            "image/vnd.adobe.photoshop" or "image/x-photoshop" => "psd",
            "image/svg+xml" => "svg",
            "image/x-ms-bmp" => "bmp",
            "application/pdf" => "pdf",
            not null when type.StartsWith("image/", StringComparison.Ordinal) => type.Substring(6),
            not null when type.StartsWith("video/", StringComparison.Ordinal) => null,
            _ => name is null ? null : Path.GetExtension(name).TrimStart('.') is { Length: > 0 } extension ? extension : null,
        };
    }

    private static ImageMetadata ToImage(MediaFile file) => new()
    {
        Url = file.Url,
        FileId = file.FileId,
        Name = file.Name,
        FilePath = file.FilePath,
        Tags = file.Tags,
        CustomMetadata = file.CustomMetadata,
        Description = file.Description,
        VersionId = file.VersionInfo?.Id,
        UpdatedAt = file.UpdatedAt,
        Width = file.Width,
        Height = file.Height,
        Size = file.Size,
        Format = KindOf(file) == SubjectKind.Image ? FormatOf(file.Mime, file.Name ?? file.FilePath) : null,
        HasTransparency = file.HasAlpha,
        BitRate = file.BitRate,
        Duration = file.Duration,
        AudioCodec = file.AudioCodec,
        VideoCodec = file.VideoCodec,
        Listing = file.Listing,
    };

    private SubjectFields Unreported()
    {
        SubjectFields fields = SubjectFields.None;
        void Add(bool isMissing, SubjectFields field) => fields |= isMissing ? field : SubjectFields.None;
        Add(Image.Width is null || Image.Height is null, SubjectFields.Dimensions);
        Add(Image.Size is null, SubjectFields.Size);
        Add(Format is null, SubjectFields.Format);
        Add(Image.HasTransparency is null, SubjectFields.Transparency);
        Add(Image.BitRate is null, SubjectFields.BitRate);
        Add(IsPublished is null, SubjectFields.Publication);
        Add(Image.HasColorProfile is null, SubjectFields.ColorProfile);
        Add(Image.Quality is null, SubjectFields.Quality);
        Add(Image.Density is null, SubjectFields.Density);
        Add(Image.PHash is null, SubjectFields.PHash);
        return fields;
    }
}
