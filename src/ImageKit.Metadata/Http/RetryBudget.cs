namespace ImageKit.Metadata.Http;

/// <summary>
/// Limits the retries of all requests together, so that failures at the service do not multiply the load on it. Successful
/// requests fill the budget, and time fills it slowly: a retry that finds it empty waits. Retries are covered in the order in
/// which they were withdrawn.
/// </summary>
internal sealed class RetryBudget(IClock clock)
{
    private const double Capacity = 100;
    private const double PerSuccess = 0.5;
    private const double PerSecond = 5;

    private readonly object _lock = new();

    // The sum of all deposits within the capacity.
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

    /// <summary>Withdraws one retry; returns its position among all retries, for <see cref="TimeUntilCovered"/>.</summary>
    public long Withdraw()
    {
        lock (_lock)
        {
            Fill(0);
            return ++_withdrawn;
        }
    }

    /// <summary>How long a retry must wait until the budget covers it, if no request succeeds meanwhile.</summary>
    public TimeSpan TimeUntilCovered(long position)
    {
        lock (_lock)
        {
            Fill(0);
            return position <= _income ? TimeSpan.Zero : TimeSpan.FromSeconds((position - _income) / PerSecond);
        }
    }

    /// <summary>Returns a retry that was not made: the ones behind it move up.</summary>
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
