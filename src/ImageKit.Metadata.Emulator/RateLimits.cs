namespace ImageKit.Metadata.Emulator;

/// <summary>How a rate limit counts.</summary>
public enum RateLimitWindow
{
    /// <summary>The count restarts when the interval that began with the first request is over.</summary>
    Fixed,
    /// <summary>At any moment, the requests of the interval just past are counted.</summary>
    Sliding,
}

/// <summary>When <c>X-RateLimit-Limit</c>, <c>-Reset</c> and <c>-Interval</c> are sent.</summary>
public enum RateLimitHeaders
{
    /// <summary>With every response.</summary>
    Always,
    /// <summary>With a 429 only.</summary>
    OnRefusal,
    /// <summary>Never.</summary>
    None,
}

/// <summary>So many requests per interval, counted for each <see cref="EndpointGroup"/> on its own.</summary>
public sealed record RateLimit
{
    /// <summary>Requests granted per interval; at least 1.</summary>
    public required int Limit { get; init; }
    /// <summary>Length of the interval.</summary>
    public required TimeSpan Interval { get; init; }
    /// <summary>How the interval moves.</summary>
    public RateLimitWindow Window { get; init; } = RateLimitWindow.Fixed;
    /// <summary>Which responses carry the headers.</summary>
    public RateLimitHeaders Headers { get; init; } = RateLimitHeaders.Always;
    /// <summary>Whether a 429 carries <c>Retry-After</c> too (whole seconds, rounded up). The service documents none.</summary>
    public bool RetryAfter { get; init; }
}

/// <summary>The decision about one request.</summary>
/// <param name="Granted">Whether the request may go on.</param>
/// <param name="Reset">How long until the next request can be granted, or, if this one was, until the window moves on.</param>
public readonly record struct RateLimitDecision(bool Granted, TimeSpan Reset);

/// <summary>Counts the requests of one endpoint group against a limit. Refused requests do not count. Thread-safe.</summary>
/// <param name="limit">The limit.</param>
public sealed class RateLimiter(RateLimit limit)
{
    private readonly object _gate = new();
    private readonly Queue<TimeSpan> _granted = new();
    private TimeSpan? _windowStart;
    private int _count;

    /// <summary>The limit.</summary>
    public RateLimit RateLimit { get; } = limit;

    /// <summary>Grants or refuses a request.</summary>
    /// <param name="now">The present, measured from any fixed moment. Must not go backwards.</param>
    public RateLimitDecision Acquire(TimeSpan now)
    {
        lock (_gate)
        {
            return RateLimit.Window == RateLimitWindow.Fixed ? AcquireFixed(now) : AcquireSliding(now);
        }
    }

    private RateLimitDecision AcquireFixed(TimeSpan now)
    {
        if (_windowStart is not TimeSpan start || now - start >= RateLimit.Interval)
        {
            _windowStart = start = now;
            _count = 0;
        }

        bool granted = _count < RateLimit.Limit;
        _count += granted ? 1 : 0;
        return new RateLimitDecision(granted, start + RateLimit.Interval - now);
    }

    private RateLimitDecision AcquireSliding(TimeSpan now)
    {
        while (_granted.TryPeek(out TimeSpan oldest) && now - oldest >= RateLimit.Interval)
        {
            _granted.Dequeue();
        }

        bool granted = _granted.Count < RateLimit.Limit;
        if (granted)
        {
            _granted.Enqueue(now);
        }

        return new RateLimitDecision(granted, _granted.Peek() + RateLimit.Interval - now);
    }
}
