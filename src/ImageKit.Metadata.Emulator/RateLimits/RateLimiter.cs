namespace ImageKit.Metadata.Emulator;

/// <summary>Counts the requests of one endpoint group against a limit. Refused requests do not count. Thread-safe.</summary>
/// <param name="limit">The limit.</param>
public sealed class RateLimiter(RateLimit limit)
{
    private readonly object _gate = new();
    private readonly Queue<TimeSpan> _granted = new();
    private TimeSpan? _windowStart;
    private int _count;

    /// <summary>The limit counted against.</summary>
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
            start = now;
            _windowStart = now;
            _count = 0;
        }

        TimeSpan reset = start + RateLimit.Interval - now;
        if (_count >= RateLimit.Limit)
        {
            return new RateLimitDecision(false, reset);
        }

        _count++;
        return new RateLimitDecision(true, reset);
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
