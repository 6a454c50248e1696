namespace ImageKit.Metadata.Emulator;

/// <summary>So many requests per interval, counted for each <see cref="EndpointGroup"/> on its own.</summary>
public sealed record RateLimit
{
    /// <summary>Requests granted per interval; at least 1.</summary>
    public required int Limit { get; init; }

    /// <summary>Length of the interval.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How the interval moves.</summary>
    public RateLimitWindow Window { get; init; } = RateLimitWindow.Fixed;

    /// <summary>Which answers carry the headers.</summary>
    public RateLimitHeaders Headers { get; init; } = RateLimitHeaders.Always;

    /// <summary>Whether a 429 carries <c>Retry-After</c> too (whole seconds, rounded up). The service documents none.</summary>
    public bool RetryAfter { get; init; }
}
