namespace ImageKit.Metadata;

/// <summary>Which files a list holds.</summary>
public enum MediaFileType
{
    /// <summary>Every file.</summary>
    All,

    /// <summary>Pictures.</summary>
    Image,

    /// <summary>What is no picture: videos, scripts, style sheets…</summary>
    NonImage,
}
