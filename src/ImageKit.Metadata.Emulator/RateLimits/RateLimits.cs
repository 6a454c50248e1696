namespace ImageKit.Metadata.Emulator;

/// <summary>One limiter for each endpoint group.</summary>
internal sealed class RateLimits
{
    private readonly RateLimiter?[] _limiters = new RateLimiter?[Enum.GetValues<EndpointGroup>().Length];

    public RateLimiter? this[EndpointGroup group] => Volatile.Read(ref _limiters[(int)group]);

    public void Set(EndpointGroup group, RateLimit? limit) =>
        Volatile.Write(ref _limiters[(int)group], limit is null ? null : new RateLimiter(limit));

    public void SetAll(RateLimit? limit)
    {
        foreach (EndpointGroup group in Enum.GetValues<EndpointGroup>())
        {
            Set(group, limit);
        }
    }
}
