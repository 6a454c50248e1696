namespace ImageKit.Metadata.Emulator;

/// <summary>What requests meet while the emulator is down.</summary>
public enum DownMode
{
    /// <summary>503 with a body like the service's own.</summary>
    ServiceUnavailable,

    /// <summary>The connection is reset.</summary>
    Reset,
}
