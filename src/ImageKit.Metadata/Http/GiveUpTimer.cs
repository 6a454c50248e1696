namespace ImageKit.Metadata.Http;

/// <summary>
/// Decides when trouble has lasted too long: the one rule of the rate gate, the outage breaker and the retries. It counts from
/// the first failure after a success. Once the give-up time has passed, a waiting request gives up, but only after one more
/// failure since it began to wait: when the service is back, no request is lost. Not thread-safe: its owner holds a lock.
/// </summary>
internal sealed class GiveUpTimer(IClock clock, TimeSpan giveUpTime)
{
    private TimeSpan _allowance;

    /// <summary>When the trouble began, on the clock; null while there is none.</summary>
    public TimeSpan? Since { get; private set; }

    /// <summary>All failures so far. A waiting request notes it when it begins to wait.</summary>
    public long Failures { get; private set; }

    /// <summary>How long the trouble has lasted.</summary>
    public TimeSpan Elapsed => Since is TimeSpan since ? clock.Now - since : TimeSpan.Zero;

    /// <param name="wait">A wait that the service requested: it extends the give-up time.</param>
    public void OnFailure(TimeSpan wait = default)
    {
        Since ??= clock.Now;
        Failures++;
        _allowance = wait > _allowance ? wait : _allowance;
    }

    public void OnSuccess()
    {
        Since = null;
        _allowance = TimeSpan.Zero;
    }

    /// <summary>Whether the give-up time has passed, or a shorter limit for this cause.</summary>
    public bool HasExpired(TimeSpan? limit = null) => Elapsed > (limit < giveUpTime ? limit.Value : giveUpTime) + _allowance;

    /// <summary>Whether a request that began to wait after so many failures must give up.</summary>
    public bool MustGiveUp(long failuresBefore, TimeSpan? limit = null) => Failures != failuresBefore && HasExpired(limit);
}
