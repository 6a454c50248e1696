namespace ImageKit.Metadata;

/// <summary>Which data an audit rule needs.</summary>
[Flags]
public enum AuditData
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What <c>Get-IKFile</c> reports of a file; for dimensions, size and format the metadata is enough as well.</summary>
    Listing = 1,

    /// <summary>What <c>Get-IKMetadata</c> reports of an image.</summary>
    Metadata = 2,

    /// <summary>The EXIF tags in the metadata.</summary>
    Exif = 4,

    /// <summary>Every image: the findings come at the end.</summary>
    WholeSet = 8,
}
