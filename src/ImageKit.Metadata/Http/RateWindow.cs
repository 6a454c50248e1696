namespace ImageKit.Metadata.Http;

/// <summary>
/// One limit that the service announced: so many requests in so long a time. It assigns the moments at which requests are
/// sent, so that no interval contains more requests than the limit, wherever it begins: correct for fixed and for sliding windows.
/// </summary>
/// <remarks>
/// A short interval is paced: requests go out evenly, at 98 % of the limit, because a burst at the end of one window and
/// another at the start of the next would be refused. A long one (1,000 per 15 minutes in the service's documentation)
/// is counted, because pacing it would make 100 images take minutes. Not thread-safe: the gate holds a lock.
/// </remarks>
internal sealed class RateWindow
{
    private const double Share = 0.98;
    private const double CreditShare = 0.01;
    private static readonly TimeSpan LongestPaced = TimeSpan.FromSeconds(10);

    // The service alternates between its windows; a window that is missing from this many announcements has expired.
    private const int AnnouncementsToExpire = 4;
    private static readonly TimeSpan ShortestMemory = TimeSpan.FromMinutes(1);

    private readonly bool _paced;
    private readonly TimeSpan _spacing;
    private readonly TimeSpan _credit;
    private readonly int _capacity;

    // The moments of the last interval and those reserved; earlier ones are removed now and then.
    private readonly List<TimeSpan> _sent = [];
    private readonly List<TimeSpan> _probes = [];
    private TimeSpan _next;
    private TimeSpan _announcedAt;
    private bool _hasRefused;
    private int _otherAnnouncements;

    /// <summary>Creates a window in which some requests have been sent already.</summary>
    public RateWindow(int limit, TimeSpan interval, int alreadySent, TimeSpan sentSince)
    {
        Limit = limit;
        Interval = interval;
        _paced = interval <= LongestPaced;
        _capacity = Math.Max(1, (int)(Share * limit));
        _spacing = TimeSpan.FromTicks((long)(interval.Ticks / (Share * limit)));
        _credit = TimeSpan.FromTicks(_spacing.Ticks * (int)(CreditShare * limit));
        for (int i = 0; i < Math.Min(alreadySent, _capacity); i++)
        {
            Reserve(sentSince);
        }
    }

    public int Limit { get; }

    public TimeSpan Interval { get; }

    /// <summary>A response announced this window again.</summary>
    public void OnAnnounced(TimeSpan now, bool isRefusal)
    {
        _announcedAt = now;
        _hasRefused |= isRefusal;
        _otherAnnouncements = 0;
    }

    /// <summary>A response announced another window.</summary>
    /// <returns>Whether this one has expired. One that has refused a request need not be announced until it does so again.</returns>
    public bool OnOtherAnnounced() => ++_otherAnnouncements >= AnnouncementsToExpire && !_hasRefused;

    /// <summary>Whether the window has not been announced for so long that it does not count any more.</summary>
    public bool HasExpired(TimeSpan now) => now - _announcedAt > Later(Interval, ShortestMemory);

    /// <summary>A request is sent although the window does not permit it.</summary>
    public void AddProbe(TimeSpan now)
    {
        _probes.RemoveAll(probe => now - probe >= Interval);
        _probes.Add(now);
    }

    /// <summary>The last probe was refused.</summary>
    public void RemoveProbe()
    {
        if (_probes.Count > 0)
        {
            _probes.RemoveAt(_probes.Count - 1);
        }
    }

    /// <summary>Whether clearly more requests were accepted in one interval than the service announced.</summary>
    public bool IsExceeded(TimeSpan now) =>
        !_paced && _sent.Count(moment => moment <= now && now - moment < Interval) + _probes.Count > Limit + Math.Max(1, Limit / 10);

    /// <summary>Whether the window, if it holds, permits no request for now.</summary>
    public bool IsStalling(TimeSpan now) => !_paced && Earliest(now) > now;

    /// <summary>The first moment, not before now, at which one more request may be sent.</summary>
    public TimeSpan Earliest(TimeSpan now)
    {
        if (_sent.Count > 2 * _capacity && _sent[_capacity] + Interval <= now)
        {
            _sent.RemoveRange(0, _capacity);
        }

        TimeSpan free = _paced ? _next : _sent.Count < _capacity ? now : _sent[_sent.Count - _capacity] + Interval;
        return Later(free, now);
    }

    public void Reserve(TimeSpan moment)
    {
        if (_paced)
        {
            // Late timers leave slots unused; a few of them may be made up for.
            _next = Later(_next, moment - _credit) + _spacing;
            return;
        }

        _sent.Add(moment);
    }

    /// <summary>Releases the moments from now on: the requests that hold them will reserve again.</summary>
    public void Release(TimeSpan now)
    {
        _next = _next > now ? now : _next;
        _sent.RemoveAll(moment => moment > now || now - moment >= Interval);
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
