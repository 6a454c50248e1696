namespace ImageKit.Metadata.Models;

/// <summary>What a listing of the media library shows of a file, beside its metadata.</summary>
internal sealed class ListedFile
{
    public string? Name { get; init; }

    public string? FilePath { get; init; }

    public string[]? Tags { get; init; }

    public PropertyBag? CustomMetadata { get; init; }

    public string? Description { get; init; }

    public string? VersionId { get; init; }

    public DateTime? UpdatedAt { get; init; }

    /// <summary>The size of the file as it is stored, in bytes; null if it is not known.</summary>
    public long? Size { get; init; }

    /// <summary>Whether fields may be missing that the listing had, as in a row of a CSV file.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The listing that the file was found in; null if it came from elsewhere.</summary>
    public MediaListing? Listing { get; init; }

    public static ListedFile Of(MediaFile file) => new()
    {
        Name = file.Name,
        FilePath = file.FilePath,
        Tags = file.Tags is { Length: > 0 } tags ? tags : null,
        CustomMetadata = file.CustomMetadata,
        Description = file.Description,
        VersionId = file.VersionInfo?.Id,
        UpdatedAt = file.UpdatedAt,
        Size = file.Size,
        Listing = file.Listing,
    };

    /// <summary>Copies what is known to the metadata of the file.</summary>
    public void CopyTo(ImageMetadata metadata)
    {
        metadata.Name = Name ?? metadata.Name;
        metadata.FilePath = FilePath ?? metadata.FilePath;
        metadata.Tags = Tags ?? (IsPartial ? metadata.Tags : null);
        metadata.CustomMetadata = CustomMetadata ?? metadata.CustomMetadata;
        metadata.Description = Description ?? (IsPartial ? metadata.Description : null);
        metadata.VersionId = VersionId ?? metadata.VersionId;
        metadata.UpdatedAt = UpdatedAt ?? metadata.UpdatedAt;
        metadata.Listing = Listing;
    }
}
