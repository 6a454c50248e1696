namespace ImageKit.Metadata.Http;

/// <summary>
/// Finds the permitted rate where the service does not tell it. Everything goes until the first refusal; then single
/// requests ask when the window is open again; from what was accepted meanwhile follows a rate, which grows until the next
/// refusal shows the ceiling, and then stays just under it, looking up once a minute. A refusal well below the ceiling after
/// which the next request is accepted tells little: without that, single refusals for other reasons would bring the rate
/// down to nothing. Not thread-safe: the gate holds a lock.
/// </summary>
internal sealed class LearnedRate
{
    private const double GrowthUnknown = 0.10;
    private const double GrowthBeyond = 0.01;
    private const double ShareAfterRefusal = 0.95;
    private const double ShareOfCeiling = 0.98;

    // A single refusal, after which the next request is accepted, may have another reason than the rate; many have not.
    private const int ProbesToConfirm = 2;
    private const int OutcomesRemembered = 96;
    private const int RefusalsToConfirm = 12;
    private const double CeilingAfterDoubt = 0.99;
    private const double LowestShareOfConfirmed = 0.9;

    // More than anybody sends: after a night of silence a rate that grew on would be infinite, and no rate at all.
    private const double FastestRate = 1_000_000;
    private const int BucketCount = 10;
    private static readonly TimeSpan RecoveryTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PlateauTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstProbeDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestProbeDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BucketLength = TimeSpan.FromMilliseconds(100);

    private readonly int[] _buckets = new int[BucketCount];
    private long _lastBucket;
    private State _state = State.Unlimited;
    private TimeSpan _next;

    // When the present rule began to hold: no moment under it is earlier.
    private TimeSpan _heldFrom;
    private TimeSpan _probeDelay;
    private TimeSpan _pacedSince;
    private TimeSpan? _cycleStart;
    private long _acceptedInCycle;
    private double _startRate;
    private double? _ceiling;

    // The ceiling when a closed window last showed it.
    private double _confirmedCeiling;

    // The rate at a refusal, until a probe tells what it meant; null if there is none.
    private double? _doubtedRate;
    private double _acceptedAtRefusal;
    private int _probesRefused;

    // Since when the pace has been kept, but for the pauses after single refusals.
    private TimeSpan _countedSince;

    // The latest outcomes, true for a refusal.
    private readonly bool[] _outcomes = new bool[OutcomesRemembered];
    private int _nextOutcome;
    private int _refusals;

    // What becomes of the requests that were under way at a refusal: a window that is closed refuses them too.
    private State _refusedIn;
    private int _stragglersAccepted;
    private int _stragglersRefused;

    private enum State
    {
        Unlimited,
        Probing,
        Paced,
    }

    /// <summary>Requests a second that it lets through now; infinite before the first refusal.</summary>
    public double RatePerSecond(TimeSpan now)
    {
        if (_state == State.Unlimited)
        {
            return double.PositiveInfinity;
        }

        double seconds = (now - _pacedSince).TotalSeconds;
        if (_ceiling is not double ceiling)
        {
            return Math.Min(FastestRate, _startRate * Math.Pow(1 + GrowthUnknown, seconds));
        }

        double plateau = ShareOfCeiling * ceiling;
        if (seconds < RecoveryTime.TotalSeconds)
        {
            return _startRate + ((plateau - _startRate) * (seconds / RecoveryTime.TotalSeconds));
        }

        return Math.Min(FastestRate, plateau * Math.Pow(1 + GrowthBeyond, Math.Max(0, seconds - PlateauTime.TotalSeconds)));
    }

    public TimeSpan Earliest(TimeSpan now) => _state == State.Unlimited || _next < now ? now : _next;

    public void Reserve(TimeSpan moment)
    {
        _cycleStart ??= moment;
        if (_state != State.Unlimited)
        {
            TimeSpan spacing = _state == State.Probing
                ? _probeDelay
                : TimeSpan.FromTicks((long)(TimeSpan.TicksPerSecond / RatePerSecond(moment)));
            _next = (_next > moment ? _next : moment) + spacing;
        }
    }

    /// <summary>Gives back the moments from now on: those who hold them will ask again.</summary>
    public void Release(TimeSpan now)
    {
        TimeSpan earliest = now > _heldFrom ? now : _heldFrom;
        _next = _next < earliest ? _next : earliest;
    }

    /// <summary>A request was accepted.</summary>
    /// <returns>Whether the rule changed, so that those who wait must ask again.</returns>
    public bool OnAccepted(TimeSpan now, bool sentUnderPresentRule)
    {
        _acceptedInCycle++;
        Remember(refused: false);
        CountAccepted(now);
        if (_state != State.Probing)
        {
            return false;
        }

        if (!sentUnderPresentRule)
        {
            _stragglersAccepted++;
            return false;
        }

        if (_refusedIn == State.Unlimited && _stragglersAccepted > 2 * _stragglersRefused)
        {
            // That one was refused, and hardly another: the rate is not to blame.
            _state = State.Unlimited;
            return true;
        }

        _countedSince = _doubtedRate is null ? now : _countedSince;
        if (_doubtedRate is double doubted)
        {
            _startRate = Doubt(doubted);
            _doubtedRate = null;
        }
        else if (_ceiling is double ceiling)
        {
            _startRate = ShareAfterRefusal * ceiling;
        }
        else
        {
            // Accepted in all since the beginning, over a time that ends with the window's reopening.
            _startRate = Math.Max(0.1, _acceptedInCycle / Math.Max(0.001, (now - _cycleStart!.Value).TotalSeconds));
        }

        _state = State.Paced;
        _pacedSince = now;
        _next = _heldFrom = now;
        return true;
    }

    /// <summary>A request that was sent under the present rule was refused.</summary>
    public void OnRefused(TimeSpan now)
    {
        if (_state != State.Probing)
        {
            _refusedIn = _state;
            _stragglersAccepted = 0;
            _stragglersRefused = 1;
        }
        else
        {
            // The probe too: nobody gets through.
            _refusedIn = State.Probing;
        }

        Remember(refused: true);
        if (_state == State.Paced)
        {
            // Within its first second the pace has not been counted in full.
            double rate = RatePerSecond(now);
            _doubtedRate = rate;
            _probesRefused = 0;
            _acceptedAtRefusal = now - _countedSince < TimeSpan.FromSeconds(1) ? rate : Math.Min(rate, AcceptedInLastSecond(now));
        }
        else if (_doubtedRate is not null && ++_probesRefused == ProbesToConfirm)
        {
            // The window is closed: here is the limit.
            _doubtedRate = null;
            Confirm();
        }

        _probeDelay = _state != State.Probing
            ? FirstProbeDelay
            : TimeSpan.FromTicks(Math.Min((long)(_probeDelay.Ticks * 1.5), LongestProbeDelay.Ticks));
        _state = State.Probing;
        _next = _heldFrom = now + _probeDelay;
    }

    /// <summary>A request was refused that had been sent before the last refusal came.</summary>
    public void OnStragglerRefused()
    {
        _stragglersRefused++;
        Remember(refused: true);
    }

    /// <summary>A single request was refused, and the next accepted.</summary>
    /// <returns>The rate to go on with.</returns>
    private double Doubt(double rate)
    {
        if (_refusals >= RefusalsToConfirm)
        {
            // Too many for chance: what is accepted of the rate is the limit.
            Confirm();
            return ShareAfterRefusal * _ceiling!.Value;
        }

        if (_ceiling is double ceiling)
        {
            _ceiling = Math.Max(CeilingAfterDoubt * ceiling, LowestShareOfConfirmed * _confirmedCeiling);
        }

        return rate;
    }

    private void Remember(bool refused)
    {
        ref bool outcome = ref _outcomes[_nextOutcome];
        _refusals += (refused ? 1 : 0) - (outcome ? 1 : 0);
        outcome = refused;
        _nextOutcome = (_nextOutcome + 1) % OutcomesRemembered;
    }

    private void Confirm()
    {
        Array.Clear(_outcomes, 0, _outcomes.Length);
        _refusals = 0;
        _ceiling = Math.Max(0.1, _acceptedAtRefusal);
        _confirmedCeiling = _ceiling.Value;
    }

    private void CountAccepted(TimeSpan now)
    {
        Advance(now);
        _buckets[_lastBucket % BucketCount]++;
    }

    private double AcceptedInLastSecond(TimeSpan now)
    {
        Advance(now);
        return _buckets.Sum();
    }

    private void Advance(TimeSpan now)
    {
        long bucket = now.Ticks / BucketLength.Ticks;
        for (long cleared = Math.Max(_lastBucket + 1, bucket - BucketCount + 1); cleared <= bucket; cleared++)
        {
            _buckets[cleared % BucketCount] = 0;
        }

        _lastBucket = Math.Max(_lastBucket, bucket);
    }
}
