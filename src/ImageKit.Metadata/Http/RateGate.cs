using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Http;

/// <summary>
/// Sends the requests to one endpoint at the rate that the account is permitted, because the service limits accounts, not
/// connections. It respects the limits that responses announce, learns the rate where they announce none, and makes all requests
/// pause once after a refusal. An announcement that is not repeated expires, and one that would stall a run is probed.
/// </summary>
internal sealed class RateGate(IClock clock, TimeSpan giveUpTime)
{
    // A longer wait may be a date instead of milliseconds, and a run must not stop for years.
    private static readonly TimeSpan LongestAnnounced = TimeSpan.FromHours(1);
    private const int MaximumTrackedLimit = 100_000;

    // The service announces one window, or alternates between two. A window of a different length each time would fill the memory.
    private const int MaximumWindows = 4;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();

    // The latest announcement is the last.
    private readonly List<RateWindow> _windows = [];
    private readonly LearnedRate _learned = new();
    private readonly GiveUpTimer _refused = new(clock, giveUpTime);

    // In order of arrival. A refused request waits behind the others.
    private readonly LinkedList<Waiter> _waiting = new();
    private TimeSpan _resumeAt;
    private TimeSpan _pauseFloor = ShortestPause;
    private TimeSpan? _firstSent;
    private TimeSpan _lastSent;
    private TimeSpan _probeDelay = FirstProbe;
    private int _sent;

    // Announced, and exceeded without a refusal.
    private (int Limit, TimeSpan Interval)? _disproved;

    // Counts the changes of the rules: a request that was sent under earlier rules shows nothing about the current ones.
    private int _epoch;

    // The rules have changed since the waiting requests reserved their moments.
    private bool _isStale;

    /// <summary>When the next request may be sent, on the clock; in the past if nothing is held back.</summary>
    public TimeSpan PausedUntil
    {
        get
        {
            lock (_lock)
            {
                return _waiting.First?.Value.Reserved is TimeSpan first ? Later(_resumeAt, first) : _resumeAt;
            }
        }
    }

    /// <summary>Waits for the moment at which the request may be sent. The ticket is to be returned with the outcome.</summary>
    /// <exception cref="ImageKitException">The give-up time has passed without an accepted request.</exception>
    public async Task<RateTicket> WaitAsync(IRequestObserver? observer, CancellationToken cancellationToken)
    {
        TimeSpan start = clock.Now;
        Waiter? waiter = null;
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                waiter ??= Enter();
                if (TryPass(waiter, clock.Now) is RateTicket ticket)
                {
                    if (waiter.HasWaited)
                    {
                        observer?.OnHeldBack(clock.Now - start);
                    }

                    return ticket;
                }

                // A pause or a new limit may change the moment meanwhile; a long wait must notice it.
                wait = waiter.Reserved!.Value - clock.Now;
                waiter.HasWaited = true;
            }

            try
            {
                await clock.DelayAsync(wait < TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                lock (_lock)
                {
                    Leave(waiter);
                }

                throw;
            }
        }
    }

    /// <summary>The service responded with success or a failure, but not with a refusal by its rate limit.</summary>
    public void OnAccepted(RateTicket ticket, RateLimitHeaders headers)
    {
        TimeSpan now = clock.Now;
        lock (_lock)
        {
            _refused.OnSuccess();
            _pauseFloor = ShortestPause;
            bool changed = Observe(headers, now, isRefusal: false);
            if (ticket.IsProbe)
            {
                _probeDelay = FirstProbe;
                changed |= DropDisproved(headers, now);
            }

            if (_windows.Count == 0)
            {
                changed |= _learned.OnAccepted(now, sentUnderPresentRule: ticket.Epoch == _epoch);
            }

            if (changed)
            {
                ChangeRules();
            }
        }
    }

    /// <summary>
    /// The service refused the request by its rate limit. The <paramref name="pause"/> is how long all requests wait because of it; zero
    /// if they already wait.
    /// </summary>
    /// <returns>Whether to send the request again after the wait: false once the give-up time has passed.</returns>
    public bool OnRefused(RateTicket ticket, RateLimitHeaders headers, out TimeSpan pause)
    {
        TimeSpan now = clock.Now;
        pause = TimeSpan.Zero;
        lock (_lock)
        {
            _disproved = null;
            if (ticket.IsProbe)
            {
                _windows.ForEach(window => window.RemoveProbe());
            }

            bool changed = Observe(headers, now, isRefusal: true);
            bool isTooLong = headers.Wait > LongestAnnounced;
            TimeSpan? announced = isTooLong ? null : headers.Wait;
            TimeSpan wait = TimeSpan.Zero;
            if (_windows.Count == 0 && announced is null)
            {
                changed |= _learned.OnRefused(now, sentUnderPresentRule: ticket.Epoch == _epoch);
            }
            else
            {
                // A refusal right after a pause shows that the announced pause was too short.
                wait = Later(announced ?? TimeSpan.Zero, _pauseFloor);
                if (now + wait > _resumeAt + ShortestPause)
                {
                    if (_resumeAt <= now)
                    {
                        pause = wait;
                        _pauseFloor = TimeSpan.FromTicks(Math.Min(_pauseFloor.Ticks * 2, TimeSpan.TicksPerSecond * 30));
                    }

                    _resumeAt = now + wait;
                    changed = true;
                }
            }

            _refused.OnFailure(wait);
            if (changed)
            {
                ChangeRules();
            }

            return !isTooLong && !_refused.HasExpired();
        }
    }

    private Waiter Enter()
    {
        Waiter waiter = new(_refused.Failures);
        _waiting.AddLast(waiter.Node);
        return waiter;
    }

    private RateTicket? TryPass(Waiter waiter, TimeSpan now)
    {
        if (_windows.RemoveAll(window => window.HasExpired(now)) > 0)
        {
            ChangeRules();
        }

        if (_refused.MustGiveUp(waiter.FailuresBefore))
        {
            Leave(waiter);
            throw new ImageKitException(
                ImageKitErrorKind.RateLimitExceeded,
                $"The rate limit has accepted no request for {Quantity.ToDisplayText((long)Math.Round(_refused.Elapsed.TotalMinutes), "minute", "minutes")}.");
        }

        if (_isStale)
        {
            _isStale = false;
            _windows.ForEach(window => window.Release(now));
            _learned.Release(now);
            foreach (Waiter waiting in _waiting)
            {
                waiting.Reserved = Reserve(now);
            }
        }

        waiter.Reserved ??= Reserve(now);

        // The resolution of timers is a millisecond.
        bool isDue = waiter.Reserved <= now + TimeSpan.FromMilliseconds(1);
        if (!isDue && !IsProbeDue(now))
        {
            return null;
        }

        _waiting.Remove(waiter.Node);
        if (!isDue)
        {
            _probeDelay += _probeDelay;
            ChangeRules();
            _windows.ForEach(window => window.AddProbe(now));
        }

        _firstSent ??= now;
        _lastSent = now;
        _sent++;
        return new RateTicket(_epoch, !isDue);
    }

    /// <summary>Whether announced windows have permitted no request for so long that a probe must find out whether they still hold.</summary>
    private bool IsProbeDue(TimeSpan now) => _windows.Exists(window => window.IsStalling(now)) && _resumeAt <= now && now - _lastSent >= _probeDelay;

    /// <summary>A probe was accepted: windows that are no longer announced, or were exceeded, are dropped.</summary>
    private bool DropDisproved(RateLimitHeaders headers, TimeSpan now)
    {
        int count = _windows.Count;
        foreach (RateWindow window in _windows.ToArray())
        {
            bool isExceeded = window.IsExceeded(now);
            if (isExceeded || (window.Interval != headers.Interval && window.IsStalling(now)))
            {
                _windows.Remove(window);
                _disproved = isExceeded ? (window.Limit, window.Interval) : _disproved;
            }
        }

        return _windows.Count < count;
    }

    private void ChangeRules()
    {
        _isStale = true;
        _epoch++;
    }

    /// <summary>A waiter will not use its moment: the waiters behind it move up.</summary>
    private void Leave(Waiter waiter)
    {
        _waiting.Remove(waiter.Node);

        // When many are stopped at once, the first one releases for all.
        if (!_isStale)
        {
            ChangeRules();
        }
    }

    private TimeSpan Reserve(TimeSpan now)
    {
        TimeSpan moment = Later(now, _resumeAt);
        foreach (RateWindow window in _windows)
        {
            moment = Later(moment, window.Earliest(moment));
        }

        if (_windows.Count == 0)
        {
            moment = _learned.Earliest(moment);
            _learned.Reserve(moment);
        }

        foreach (RateWindow window in _windows)
        {
            window.Reserve(moment);
        }

        return moment;
    }

    /// <summary>Applies an announced limit; true if a window is new, changed or gone. An endpoint may have several, each of a different length.</summary>
    private bool Observe(RateLimitHeaders headers, TimeSpan now, bool isRefusal)
    {
        if (headers.Limit is not int limit || headers.Interval is not TimeSpan interval
            || limit > MaximumTrackedLimit || interval > LongestAnnounced || _disproved == (limit, interval))
        {
            return false;
        }

        RateWindow? known = _windows.Find(window => window.Interval == interval);
        if (known is not null)
        {
            _windows.Remove(known);
        }

        bool isNew = known?.Limit != limit;
        bool sentInThisInterval = _firstSent is TimeSpan first && now - first < interval;
        RateWindow latest = isNew ? new RateWindow(limit, interval, sentInThisInterval ? _sent : 0, _firstSent ?? now) : known!;
        latest.OnAnnounced(now, isRefusal);
        int gone = _windows.RemoveAll(window => window.OnOtherAnnounced());
        _windows.Add(latest);
        if (_windows.Count > MaximumWindows)
        {
            _windows.RemoveAt(0);
            gone++;
        }

        return isNew || gone > 0;
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>A request that waits for its moment.</summary>
    private sealed class Waiter
    {
        public Waiter(long failuresBefore)
        {
            FailuresBefore = failuresBefore;
            Node = new LinkedListNode<Waiter>(this);
        }

        public LinkedListNode<Waiter> Node { get; }

        public long FailuresBefore { get; }

        public TimeSpan? Reserved { get; set; }

        public bool HasWaited { get; set; }
    }
}
