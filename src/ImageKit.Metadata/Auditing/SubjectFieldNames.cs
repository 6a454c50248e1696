namespace ImageKit.Metadata.Auditing;

/// <summary>Fields in words, and where they come from.</summary>
internal static class SubjectFieldNames
{
    private static readonly (SubjectFields Field, string Name)[] Names =
    [
        (SubjectFields.Dimensions, "dimensions"),
        (SubjectFields.Size, "size"),
        (SubjectFields.Format, "format"),
        (SubjectFields.Transparency, "transparency"),
        (SubjectFields.BitRate, "bit rate"),
        (SubjectFields.Path, "path in the media library"),
        (SubjectFields.Description, "description"),
        (SubjectFields.Tags, "tags"),
        (SubjectFields.CustomMetadata, "custom metadata"),
        (SubjectFields.Publication, "publication status"),
        (SubjectFields.Metadata, "response of the service"),
        (SubjectFields.ColorProfile, "color profile"),
        (SubjectFields.Quality, "quality"),
        (SubjectFields.Density, "density"),
        (SubjectFields.PHash, "perceptual hash"),
        (SubjectFields.FromExif, "EXIF"),
    ];

    public static IEnumerable<string> ToNames(this SubjectFields fields) => Names.Where(entry => (fields & entry.Field) != 0).Select(entry => entry.Name);

    /// <summary>The fields behind a property of <see cref="ImageMetadata"/>; none for a property that every input has.</summary>
    public static SubjectFields FieldsOf(string property) => property.ToUpperInvariant() switch
    {
        "WIDTH" or "HEIGHT" or "DIMENSIONS" => SubjectFields.Dimensions,
        "SIZE" => SubjectFields.Size,
        "FORMAT" => SubjectFields.Format,
        "HASTRANSPARENCY" => SubjectFields.Transparency,
        "BITRATE" => SubjectFields.BitRate,
        "NAME" or "FILEPATH" => SubjectFields.Path,
        "DESCRIPTION" => SubjectFields.Description,
        "TAGS" => SubjectFields.Tags,
        "CUSTOMMETADATA" => SubjectFields.CustomMetadata,
        "HASCOLORPROFILE" => SubjectFields.ColorProfile,
        "QUALITY" => SubjectFields.Quality,
        "DENSITY" => SubjectFields.Density,
        "PHASH" => SubjectFields.PHash,
        "EXIF" or "CAMERA" or "DATETAKEN" or "DATETAKENSOURCE" => SubjectFields.Exif,
        "LOCATION" or "LATITUDE" or "LONGITUDE" or "ALTITUDE" => SubjectFields.Location,
        _ => SubjectFields.None,
    };

    /// <summary>The least input that has all of the fields.</summary>
    public static AuditData ToData(this SubjectFields fields) =>
        (fields & SubjectFields.FromExif) != 0 ? AuditData.Metadata | AuditData.Exif
        : (fields & ~SubjectFields.Listing) != 0 ? AuditData.Metadata
        : AuditData.Listing;
}
