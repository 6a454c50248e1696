using System.Globalization;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.RateLimits;

/// <summary>
/// The emulator's rate limiters and a crowd of workers behind one <see cref="RateGate"/>, all in virtual time. Each worker
/// sends one request after the other, as long as the run lasts; an item that is refused is requested again.
/// </summary>
internal sealed class VirtualServer(FakeClock clock, RateGate gate)
{
    private readonly Random _latencies = new(7);
    private readonly List<TimeSpan> _arrivals = [];
    private readonly List<TimeSpan> _granted = [];
    private readonly List<TimeSpan> _refused = [];
    private TimeSpan _end;

    /// <summary>The windows, all of which must grant a request.</summary>
    public List<RateLimiter> Windows { get; } = [];

    /// <summary>How long a request takes, both ways together.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>By how much a request may take longer, evenly spread.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Which headers the responses have.</summary>
    public Announcement Announces { get; set; } = Announcement.Always;

    /// <summary>The time since the beginning, in seconds.</summary>
    public double Now => clock.Now.TotalSeconds;

    /// <summary>Moments at which requests arrived.</summary>
    public IReadOnlyList<TimeSpan> Arrivals => _arrivals;

    /// <summary>Requests that the gate gave up.</summary>
    public int Lost { get; private set; }

    public void Limit(int limit, TimeSpan interval, RateLimitWindow window) =>
        Windows.Add(new RateLimiter(new RateLimit { Limit = limit, Interval = interval, Window = window }));

    /// <summary>Lets so many workers send for so long.</summary>
    public void Run(int workers, TimeSpan time)
    {
        _end = clock.Now + time;
        Task all = Task.CompletedTask;
        FakeClock.InPlace(() => all = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync()).ToArray()));
        clock.Advance(time);
        clock.RunUntilDone(all);
        all.GetAwaiter().GetResult();
    }

    /// <summary>Requests granted between two moments.</summary>
    public int Granted(double fromSecond, double toSecond) => Count(_granted, fromSecond, toSecond);

    /// <summary>Requests refused between two moments.</summary>
    public int Refused(double fromSecond = 0, double toSecond = double.MaxValue) => Count(_refused, fromSecond, toSecond);

    /// <summary>The most requests that arrived within any stretch of this length after a moment.</summary>
    public int Busiest(TimeSpan stretch, double fromSecond)
    {
        TimeSpan[] arrivals = [.. _arrivals.Where(moment => moment.TotalSeconds >= fromSecond).Order()];
        int most = 0;
        for (int first = 0, last = 0; last < arrivals.Length; last++)
        {
            while (arrivals[last] - arrivals[first] >= stretch)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private static int Count(List<TimeSpan> moments, double from, double to) =>
        moments.Count(moment => moment.TotalSeconds >= from && moment.TotalSeconds < to);

    private async Task WorkAsync()
    {
        while (clock.Now < _end)
        {
            await RequestAsync();
        }
    }

    private async Task RequestAsync()
    {
        while (true)
        {
            RateTicket ticket = await gate.WaitAsync(null, default).ConfigureAwait(false);
            TimeSpan way = (Latency + (Jitter * _latencies.NextDouble())) / 2;
            await clock.DelayAsync(way, default).ConfigureAwait(false);
            (bool granted, HttpResponseMessage answer) = Receive();
            await clock.DelayAsync(way, default).ConfigureAwait(false);

            Http.RateLimitHeaders headers = Http.RateLimitHeaders.Read(answer.Headers);
            answer.Dispose();
            if (granted)
            {
                gate.OnAccepted(ticket, headers);
                return;
            }

            if (!gate.OnRefused(ticket, headers, out _))
            {
                Lost++;
                return;
            }
        }
    }

    private (bool Granted, HttpResponseMessage Response) Receive()
    {
        TimeSpan now = clock.Now;
        _arrivals.Add(now);
        HttpResponseMessage answer = new();
        bool granted = true;
        RateLimiter? speaks = null;
        TimeSpan reset = TimeSpan.Zero;
        foreach (RateLimiter window in Windows)
        {
            RateLimitDecision decision = window.Acquire(now);
            // A real service announces the window that refuses, or of one of them.
            if (speaks is null || (granted && !decision.Granted))
            {
                speaks = window;
                reset = decision.Reset;
            }

            granted &= decision.Granted;
            if (!granted)
            {
                break;
            }
        }

        (granted ? _granted : _refused).Add(now);
        if (speaks is not null && (Announces == Announcement.Always || (!granted && Announces == Announcement.OnRefusal)))
        {
            answer.Headers.Add("X-RateLimit-Limit", speaks.RateLimit.Limit.ToString(CultureInfo.InvariantCulture));
            answer.Headers.Add("X-RateLimit-Interval", speaks.RateLimit.Interval.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
            answer.Headers.Add("X-RateLimit-Reset", Math.Ceiling(reset.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        }
        else if (!granted && Announces == Announcement.RetryAfter)
        {
            answer.Headers.Add("Retry-After", Math.Ceiling(reset.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        return (granted, answer);
    }
}
