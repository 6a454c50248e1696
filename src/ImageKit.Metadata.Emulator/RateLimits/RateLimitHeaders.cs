namespace ImageKit.Metadata.Emulator;

/// <summary>When <c>X-RateLimit-Limit</c>, <c>-Reset</c> and <c>-Interval</c> are sent.</summary>
public enum RateLimitHeaders
{
    /// <summary>With every answer.</summary>
    Always,

    /// <summary>With a 429 only.</summary>
    OnRefusal,

    /// <summary>Never.</summary>
    None,
}
