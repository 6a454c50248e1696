namespace ImageKit.Metadata;

/// <summary>Which files a list holds.</summary>
public enum MediaFileType
{
    /// <summary>Every file.</summary>
    All,

    /// <summary>Images.</summary>
    Image,

    /// <summary>Everything that is not an image: videos, scripts, style sheets…</summary>
    NonImage,
}
