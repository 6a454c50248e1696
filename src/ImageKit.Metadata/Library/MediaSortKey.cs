namespace ImageKit.Metadata;

/// <summary>What a list of the media library is sorted by.</summary>
public enum MediaSortKey
{
    /// <summary>The moment of the upload.</summary>
    Created,

    /// <summary>The moment of the last change.</summary>
    Updated,

    /// <summary>The name.</summary>
    Name,

    /// <summary>The size in bytes.</summary>
    Size,

    /// <summary>The width in pixels.</summary>
    Width,

    /// <summary>The height in pixels.</summary>
    Height,

    /// <summary>How well the element fits the search.</summary>
    Relevance,
}
