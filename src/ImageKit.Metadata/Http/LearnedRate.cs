namespace ImageKit.Metadata.Http;

/// <summary>
/// Finds the permitted rate where the service does not announce it: no limit until the first refusal, then half of the rate
/// that was refused, quickly back to just below it, and slowly on from there. After a refusal single requests probe until one
/// is accepted. One refusal in fifty may have another cause and does not change the rate. Not thread-safe: the gate holds a lock.
/// </summary>
internal sealed class LearnedRate
{
    private const double ShareAfterRefusal = 0.5;
    private const double ShareAfterRecovery = 0.95;
    private const double CreepPerSecond = 0.005;

    // So many accepted requests make up for a refusal; up to this many are forgiven at a time.
    private const int AcceptedPerRefusal = 50;
    private const int ForgivenRefusals = 2;

    // One item that is always refused must not bring the others to a halt; below it, the delays between probes count.
    private const double SlowestRate = 1;
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecoveryTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstProbeDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestProbeDelay = TimeSpan.FromSeconds(30);

    // The rate at the last refusal that was not forgiven; null before the first.
    private double? _ceiling;
    private TimeSpan _cutAt;
    private TimeSpan _next;

    // When the present rule began: no moment under it is earlier.
    private TimeSpan _heldFrom;
    private TimeSpan? _probeDelay;
    private double? _rateAtRefusal;
    private TimeSpan? _firstSent;
    private TimeSpan _lastSent;
    private long _accepted;
    private int _debt;

    /// <summary>The earliest moment for the next request.</summary>
    public TimeSpan Earliest(TimeSpan now) => _next > now ? _next : now;

    public void Reserve(TimeSpan moment)
    {
        _firstSent ??= moment;

        // The rate creeps while requests prove it, not over a night without any.
        _cutAt += moment - _lastSent > LongestGap ? moment - _lastSent : TimeSpan.Zero;
        _lastSent = moment;
        if ((_probeDelay ?? Spacing(moment)) is TimeSpan spacing)
        {
            _next = (_next > moment ? _next : moment) + spacing;
        }
    }

    /// <summary>Gives back the moments from now on: the requests that hold them will reserve again.</summary>
    public void Release(TimeSpan now)
    {
        TimeSpan earliest = now > _heldFrom ? now : _heldFrom;
        _next = _next > earliest ? earliest : _next;
    }

    /// <summary>A request was accepted; true if the rule changed, so that waiting requests must reserve again.</summary>
    public bool OnAccepted(TimeSpan now, bool sentUnderPresentRule)
    {
        _accepted++;
        _debt = Math.Max(0, _debt - 1);
        if (_probeDelay is null || !sentUnderPresentRule)
        {
            return false;
        }

        if (_debt > ForgivenRefusals * AcceptedPerRefusal)
        {
            // Before the first refusal there was no rate: what was accepted until the service accepts again shows it.
            double rate = _rateAtRefusal ?? (_accepted / Math.Max(0.001, (now - _firstSent!.Value).TotalSeconds));
            _ceiling = Math.Max(SlowestRate, rate);
            _cutAt = now;
            _debt = 0;
        }

        _probeDelay = null;
        _next = _heldFrom = now;
        return true;
    }

    /// <summary>A request was refused; true if the rule changed, so that waiting requests must reserve again.</summary>
    public bool OnRefused(TimeSpan now, bool sentUnderPresentRule)
    {
        _debt = Math.Min(_debt + AcceptedPerRefusal, 2 * ForgivenRefusals * AcceptedPerRefusal);
        if (!sentUnderPresentRule)
        {
            return false;
        }

        if (_probeDelay is TimeSpan delay)
        {
            _probeDelay = TimeSpan.FromTicks(Math.Min((long)(delay.Ticks * 1.5), LongestProbeDelay.Ticks));
        }
        else
        {
            _rateAtRefusal = _ceiling is null ? null : RatePerSecond(now);
            _probeDelay = FirstProbeDelay;
        }

        _next = _heldFrom = now + _probeDelay.Value;
        return true;
    }

    private TimeSpan? Spacing(TimeSpan now) =>
        _ceiling is null ? null : TimeSpan.FromTicks((long)(TimeSpan.TicksPerSecond / RatePerSecond(now)));

    private double RatePerSecond(TimeSpan now)
    {
        double seconds = (now - _cutAt).TotalSeconds;
        double recovered = Math.Max(0, Math.Min(1, seconds / RecoveryTime.TotalSeconds));
        double share = ShareAfterRefusal + ((ShareAfterRecovery - ShareAfterRefusal) * recovered);
        return _ceiling!.Value * share * Math.Pow(1 + CreepPerSecond, Math.Max(0, seconds - RecoveryTime.TotalSeconds));
    }
}
