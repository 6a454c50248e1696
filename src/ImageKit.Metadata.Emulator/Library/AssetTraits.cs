namespace ImageKit.Metadata.Emulator;

/// <summary>What was planted in an asset, so that a test can tell what ought to be found.</summary>
[Flags]
public enum AssetTraits
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>EXIF holds coordinates.</summary>
    HasLocation = 1 << 0,

    /// <summary>EXIF has a GPS part with nothing but <c>GPSVersionID</c>.</summary>
    GpsVersionOnly = 1 << 1,

    /// <summary>EXIF names a person or a device: artist, copyright holder, owner, or serial number.</summary>
    PersonalData = 1 << 2,

    /// <summary>The EXIF orientation is not 1.</summary>
    Rotated = 1 << 3,

    /// <summary>A single colour; its perceptual hash is 0.</summary>
    Flat = 1 << 4,

    /// <summary>At least 5,000,000 bytes.</summary>
    Heavy = 1 << 5,

    /// <summary>One side has at least 6,000 pixels.</summary>
    Oversized = 1 << 6,

    /// <summary>A PNG photograph without transparency, of at least a megapixel.</summary>
    OpaquePng = 1 << 7,

    /// <summary>A GIF.</summary>
    LegacyGif = 1 << 8,

    /// <summary>In the list, but without readable metadata: see <see cref="SampleAsset.Breakage"/>.</summary>
    Broken = 1 << 9,

    /// <summary>A video.</summary>
    Video = 1 << 10,

    /// <summary>Text in EXIF, or the name, is made to break careless writers.</summary>
    HostileText = 1 << 11,

    /// <summary>Identical (hash and pixels) to another asset.</summary>
    Duplicate = 1 << 12,

    /// <summary>One to four bits of the hash differ from the original of its group.</summary>
    NearDuplicate = 1 << 13,

    /// <summary>An EXIF date is blank, zero-filled or malformed.</summary>
    MalformedDate = 1 << 14,

    /// <summary>An EXIF value is of an odd shape: null, an empty array, a Buffer object, trailing NULs.</summary>
    OddShape = 1 << 15,

    /// <summary>A picture with EXIF.</summary>
    HasExif = 1 << 16,

    /// <summary>A scalable drawing (SVG).</summary>
    Vector = 1 << 17,
}
