namespace ImageKit.Metadata;

/// <summary>
/// What files and folders of the media library have in common, as
/// <see href="https://imagekit.io/docs/api-reference/digital-asset-management-dam/list-and-search-assets">GET /v1/files</see> returns it.
/// </summary>
public abstract class MediaItem
{
    private protected MediaItem()
    {
    }

    /// <summary>The type, as the service names it: <c>file</c>, <c>file-version</c> (an earlier version) or <c>folder</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The name, without its path.</summary>
    public string? Name { get; set; }

    /// <summary>The custom metadata, by the name of the field; empty where there are none.</summary>
    public PropertyBag CustomMetadata { get; set; } = new();

    /// <summary>When it was created, UTC.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>Fields of the response that this version does not know, and known fields whose value could not be converted.</summary>
    public PropertyBag AdditionalData { get; set; } = new();

    /// <summary>What distinguishes this element of a list from every other; null if the response lacks it.</summary>
    internal abstract string? Identity { get; }
}
