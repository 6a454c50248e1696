namespace ImageKit.Metadata;

/// <summary>
/// What all requests together may spend on retries, so that trouble at the service does not multiply the load on it. Successes
/// fill it, and so does time, a little: a retry that finds it empty waits, and is not lost.
/// </summary>
internal sealed class RetryBudget(IClock clock)
{
    private const double Capacity = 100;
    private const double PerSuccess = 0.5;
    private const double PerSecond = 5;

    private readonly object _lock = new();
    private double _tokens = Capacity;
    private TimeSpan _filledAt = clock.Now;

    public void Deposit()
    {
        lock (_lock)
        {
            _tokens = Math.Min(Capacity, _tokens + PerSuccess);
        }
    }

    /// <summary>Takes one retry out of the budget and tells how long it must wait until it is covered.</summary>
    public TimeSpan Withdraw()
    {
        lock (_lock)
        {
            TimeSpan now = clock.Now;
            _tokens = Math.Min(Capacity, _tokens + ((now - _filledAt).TotalSeconds * PerSecond));
            _filledAt = now;
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / PerSecond);
        }
    }
}
