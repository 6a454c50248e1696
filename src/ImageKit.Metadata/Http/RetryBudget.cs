namespace ImageKit.Metadata.Http;

/// <summary>
/// What all requests together may spend on retries, so that trouble at the service does not multiply the load on it. Successes
/// fill it, and so does time, a little: a retry that finds it empty waits, and is not lost. Retries are covered in the order
/// in which they were asked for, and sooner than foreseen when the service has recovered.
/// </summary>
internal sealed class RetryBudget(IClock clock)
{
    private const double Capacity = 100;
    private const double PerSuccess = 0.5;
    private const double PerSecond = 5;

    private readonly object _lock = new();

    // All that was ever paid in; what exceeds the capacity is not.
    private double _income = Capacity;
    private TimeSpan _filledAt = clock.Now;
    private long _withdrawn;

    public void Deposit()
    {
        lock (_lock)
        {
            Fill(PerSuccess);
        }
    }

    /// <summary>Takes one retry out of the budget.</summary>
    /// <returns>Its place among all retries, for <see cref="TimeUntilCovered"/>.</returns>
    public long Withdraw()
    {
        lock (_lock)
        {
            Fill(0);
            return ++_withdrawn;
        }
    }

    /// <summary>How long a retry must wait for those before it, if nothing succeeds meanwhile.</summary>
    public TimeSpan TimeUntilCovered(long place)
    {
        lock (_lock)
        {
            Fill(0);
            return place <= _income ? TimeSpan.Zero : TimeSpan.FromSeconds((place - _income) / PerSecond);
        }
    }

    /// <summary>Gives a retry back that was not made: those behind it move up.</summary>
    public void Return()
    {
        lock (_lock)
        {
            Fill(1);
        }
    }

    private void Fill(double amount)
    {
        TimeSpan now = clock.Now;
        amount += (now - _filledAt).TotalSeconds * PerSecond;
        _filledAt = now;
        _income = Math.Min(_withdrawn + Capacity, _income + amount);
    }
}
