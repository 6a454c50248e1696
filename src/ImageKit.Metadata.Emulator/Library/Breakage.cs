namespace ImageKit.Metadata.Emulator;

/// <summary>How a listed file fails to be readable.</summary>
public enum Breakage
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Its metadata is answered with 404.</summary>
    Missing,

    /// <summary>Its metadata is answered with 400: corrupt or invalid.</summary>
    Corrupt,
}
