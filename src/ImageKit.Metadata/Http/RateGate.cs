namespace ImageKit.Metadata.Http;

/// <summary>
/// Lets requests to one endpoint through at the rate that the account is permitted, whoever sends them: the service limits
/// accounts, not workers. It follows the limit that answers announce, learns it where they do not, and when a request is
/// refused all the same everybody pauses once. What is announced beyond an hour binds nobody: it may be a date where
/// milliseconds are due, and a run must not stand still for years.
/// </summary>
internal sealed class RateGate(IClock clock, TimeSpan patience)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestAnnounced = TimeSpan.FromHours(1);
    private const int MaximumTrackedLimit = 100_000;

    // The service tells of one window, or of two. One whose length is another each time would fill the memory.
    private const int MaximumWindows = 4;

    private readonly object _lock = new();

    // That which was announced last stands last.
    private readonly List<RateWindow> _windows = [];
    private readonly LearnedRate _learned = new();

    // The moments that were handed out under the present rules and have not come yet, the nearest first.
    private readonly Queue<TimeSpan> _reserved = new();
    private TimeSpan _resumeAt;
    private TimeSpan _pauseFloor = ShortestPause;
    private TimeSpan? _refusedSince;
    private long _refusals;
    private TimeSpan _longestPause;
    private TimeSpan? _firstSent;
    private int _sent;

    // Counts the changes of the rules: a moment that was reserved under an earlier count is void.
    private int _epoch;

    /// <summary>When the next request may be sent, on the clock; in the past if nothing is held back.</summary>
    public TimeSpan PausedUntil
    {
        get
        {
            lock (_lock)
            {
                return _reserved.Count > 0 ? Later(_resumeAt, _reserved.Peek()) : _resumeAt;
            }
        }
    }

    /// <summary>Waits for the moment at which the request may be sent.</summary>
    /// <returns>A ticket to be shown with the outcome.</returns>
    /// <exception cref="ImageKitException">Nobody got through for as long as patience lasts, and another was refused meanwhile.</exception>
    public async Task<int> WaitAsync(IRequestObserver? observer, CancellationToken cancellationToken)
    {
        TimeSpan? start = null;
        TimeSpan? reserved = null;
        int epoch = -1;
        long refusals = -1;
        while (true)
        {
            TimeSpan now = clock.Now;
            lock (_lock)
            {
                refusals = refusals < 0 ? _refusals : refusals;
                if (refusals != _refusals && HasRunOutOfPatience(now))
                {
                    GiveBack(epoch, now);
                    throw new ImageKitException(
                        ImageKitErrorKind.RateLimitExceeded,
                        FormattableString.Invariant($"The rate limit has let nothing through for {(now - _refusedSince!.Value).TotalMinutes:0} minutes."));
                }

                if (epoch != _epoch || reserved is null)
                {
                    epoch = _epoch;
                    reserved = Reserve(now);
                }

                // Timers are no finer than a millisecond.
                if (reserved <= now + TimeSpan.FromMilliseconds(1))
                {
                    _firstSent ??= now;
                    _sent++;
                    _reserved.Dequeue();
                    break;
                }
            }

            start ??= now;
            // A pause or a new limit may void the moment meanwhile, and a long wait should hear of it.
            TimeSpan wait = reserved.Value - now;
            try
            {
                await clock.DelayAsync(wait < TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                lock (_lock)
                {
                    GiveBack(epoch, clock.Now);
                }

                throw;
            }
        }

        if (start is TimeSpan begun)
        {
            observer?.OnHeldBack(clock.Now - begun);
        }

        return epoch;
    }

    /// <summary>The service answered the request, well or not, but did not refuse it by its rate limit.</summary>
    public void OnAccepted(int ticket, RateLimitHeaders headers)
    {
        TimeSpan now = clock.Now;
        lock (_lock)
        {
            _refusedSince = null;
            _pauseFloor = ShortestPause;
            _longestPause = TimeSpan.Zero;
            bool changed = Observe(headers, now);
            if (_windows.Count == 0)
            {
                changed |= _learned.OnAccepted(now, sentUnderPresentRule: ticket == _epoch);
            }

            if (changed)
            {
                ChangeRules();
            }
        }
    }

    /// <summary>The service refused the request by its rate limit.</summary>
    /// <param name="ticket">What <see cref="WaitAsync"/> gave.</param>
    /// <param name="headers">What the refusal says.</param>
    /// <param name="pause">How long everybody waits because of it; zero if they are waiting already.</param>
    /// <returns>Whether to ask again after the wait: false once patience has run out.</returns>
    public bool OnRefused(int ticket, RateLimitHeaders headers, out TimeSpan pause)
    {
        TimeSpan now = clock.Now;
        pause = TimeSpan.Zero;
        lock (_lock)
        {
            _refusedSince ??= now;
            _refusals++;
            bool changed = Observe(headers, now);
            bool fresh = ticket == _epoch;
            bool endsBeyondReason = headers.Wait > LongestAnnounced;
            TimeSpan? announced = endsBeyondReason ? null : headers.Wait;
            if (_windows.Count == 0 && announced is null)
            {
                // No word on when or how much: find out. Stragglers of the same overload tell nothing new.
                if (fresh)
                {
                    _learned.OnRefused(now);
                    changed = true;
                }
                else
                {
                    _learned.OnStragglerRefused();
                }
            }
            else
            {
                // Refused again straight after a pause: whatever was announced, it was too short.
                TimeSpan wait = Later(announced ?? TimeSpan.Zero, _pauseFloor);
                if (now + wait > _resumeAt + ShortestPause)
                {
                    if (_resumeAt <= now)
                    {
                        pause = wait;
                        _pauseFloor = TimeSpan.FromTicks(Math.Min(_pauseFloor.Ticks * 2, TimeSpan.TicksPerSecond * 30));
                    }

                    _resumeAt = now + wait;
                    _longestPause = Later(_longestPause, wait);
                    changed = true;
                }
            }

            if (changed)
            {
                foreach (RateWindow window in _windows)
                {
                    window.Release(now);
                }

                ChangeRules();
            }

            return !endsBeyondReason && !HasRunOutOfPatience(now);
        }
    }

    private bool HasRunOutOfPatience(TimeSpan now) => _refusedSince is TimeSpan since && now - since > patience + _longestPause;

    private void ChangeRules()
    {
        _reserved.Clear();
        _epoch++;
    }

    /// <summary>Someone will not use the moment that they hold: those behind them move up.</summary>
    private void GiveBack(int epoch, TimeSpan now)
    {
        // Of a crowd that is stopped the first speaks for all.
        if (epoch == _epoch)
        {
            foreach (RateWindow window in _windows)
            {
                window.Release(now);
            }

            _learned.Release(now);
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

        _reserved.Enqueue(moment);
        return moment;
    }

    /// <summary>Takes over an announced limit; an endpoint may have several windows, told apart by their length.</summary>
    private bool Observe(RateLimitHeaders headers, TimeSpan now)
    {
        if (headers.Limit is not int limit || headers.Interval is not TimeSpan interval || limit > MaximumTrackedLimit || interval > LongestAnnounced)
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
        _windows.Add(isNew ? new RateWindow(limit, interval, sentInThisInterval ? _sent : 0, _firstSent ?? now) : known!);
        if (_windows.Count > MaximumWindows)
        {
            _windows.RemoveAt(0);
        }

        return isNew;
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
