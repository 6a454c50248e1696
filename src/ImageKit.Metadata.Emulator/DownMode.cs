namespace ImageKit.Metadata.Emulator;

/// <summary>What requests meet while the emulator is down.</summary>
public enum DownMode
{
    /// <summary>503 with a body like the service's own.</summary>
    ServiceUnavailable,

    /// <summary>500 with the service's own message.</summary>
    InternalError,

    /// <summary>The connection is reset.</summary>
    Reset,
}
