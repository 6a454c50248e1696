namespace ImageKit.Metadata.Emulator;

/// <summary>How a rate limit counts.</summary>
public enum RateLimitWindow
{
    /// <summary>The count starts anew when the interval that began with the first request is over.</summary>
    Fixed,

    /// <summary>At any moment, the requests of the interval just past are counted.</summary>
    Sliding,
}
