namespace ImageKit.Metadata.Auditing;

/// <summary>The fields that rules look at.</summary>
[Flags]
internal enum SubjectFields
{
    None = 0,
    Dimensions = 1,
    Size = 1 << 1,
    Format = 1 << 2,
    Transparency = 1 << 3,
    BitRate = 1 << 4,
    Description = 1 << 5,
    Tags = 1 << 6,
    CustomMetadata = 1 << 7,
    Publication = 1 << 8,
    Metadata = 1 << 9,
    ColorProfile = 1 << 10,
    Quality = 1 << 11,
    Density = 1 << 12,
    PHash = 1 << 13,
    Exif = 1 << 14,
    Location = 1 << 15,
    Orientation = 1 << 16,
    Path = 1 << 17,

    /// <summary>What both the listing and the metadata report.</summary>
    Common = Dimensions | Size | Format | Transparency | BitRate,

    /// <summary>What only the library knows of a file.</summary>
    Library = Path | Description | Tags | CustomMetadata,

    /// <summary>What <c>Get-IKFile</c> reports.</summary>
    Listing = Common | Library | Publication,

    /// <summary>What is derived from the EXIF.</summary>
    FromExif = Exif | Location | Orientation,

    /// <summary>What <c>Get-IKMetadata</c> reports.</summary>
    Response = Common | Metadata | ColorProfile | Quality | Density | PHash | FromExif,
}
