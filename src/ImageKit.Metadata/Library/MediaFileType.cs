namespace ImageKit.Metadata;

/// <summary>Which files a list holds.</summary>
public enum MediaFileType
{
    /// <summary>Every file.</summary>
    All,

    /// <summary>Images.</summary>
    Image,

    /// <summary>What is no image: videos, scripts, style sheets…</summary>
    NonImage,
}
