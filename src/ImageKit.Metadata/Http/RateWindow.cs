namespace ImageKit.Metadata.Http;

/// <summary>
/// One limit that the service told of: so many requests in so long a time. It hands out the moments at which requests may
/// be sent, so that no interval, wherever it begins, holds more than the limit: right for fixed and for sliding windows.
/// </summary>
/// <remarks>
/// A short interval is paced: requests go out evenly, at 98 % of the limit, because a burst at the end of one window and
/// another at the start of the next would be refused. A long one (the service's documentation tells of 1,000 per 15 minutes)
/// is counted, because pacing it would make 100 images take minutes. Not thread-safe: the gate holds a lock.
/// </remarks>
internal sealed class RateWindow
{
    private const double Share = 0.98;
    private const double CreditShare = 0.01;
    private static readonly TimeSpan LongestPaced = TimeSpan.FromSeconds(10);

    private readonly bool _paced;
    private readonly TimeSpan _spacing;
    private readonly TimeSpan _credit;
    private readonly int _capacity;
    private readonly Queue<TimeSpan> _sent = new();
    private TimeSpan _next;

    /// <summary>Starts a window in which some requests have been sent already.</summary>
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

    /// <summary>The first moment, not before now, at which one more request may be sent.</summary>
    public TimeSpan Earliest(TimeSpan now)
    {
        TimeSpan free = _paced ? _next : _sent.Count < _capacity ? now : _sent.Peek() + Interval;
        return free > now ? free : now;
    }

    /// <summary>Takes the moment for a request.</summary>
    public void Reserve(TimeSpan moment)
    {
        if (_paced)
        {
            // Slots that nobody was there to use may be caught up with, a few of them: timers are late now and then.
            _next = Later(_next, moment - _credit) + _spacing;
            return;
        }

        _sent.Enqueue(moment);
        if (_sent.Count > _capacity)
        {
            _sent.Dequeue();
        }
    }

    /// <summary>Gives back the moments from now on: those who hold them will ask again.</summary>
    public void Release(TimeSpan now)
    {
        if (_next > now)
        {
            _next = now;
        }

        if (!_paced)
        {
            TimeSpan[] past = _sent.Where(moment => moment <= now).ToArray();
            _sent.Clear();
            foreach (TimeSpan moment in past)
            {
                _sent.Enqueue(moment);
            }
        }
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
