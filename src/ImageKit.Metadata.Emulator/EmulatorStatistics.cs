namespace ImageKit.Metadata.Emulator;

/// <summary>Counts of API requests (pictures are not counted). Thread-safe.</summary>
public sealed class EmulatorStatistics
{
    private const int Seconds = 7200;

    private readonly TimeProvider _time;
    private readonly int[] _perSecond = new int[Seconds];
    private long _started;
    private long _requests;
    private long _answered;
    private long _refused;
    private long _faulted;
    private int _inFlight;
    private int _maximumInFlight;

    internal EmulatorStatistics(TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
    }

    /// <summary>Requests that arrived.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests answered in order, with 200.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Requests refused with 429, by a rate limit or a fault.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Requests hit by a fault, or that met the emulator while it was down.</summary>
    public long Faulted => Interlocked.Read(ref _faulted);

    /// <summary>Requests being answered now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The most requests that were being answered at one time.</summary>
    public int MaximumInFlight => Volatile.Read(ref _maximumInFlight);

    /// <summary>
    /// Requests that arrived in each second since the start or the last <see cref="Reset"/>, up to the last second that
    /// had any. After two hours the last number takes all the rest.
    /// </summary>
    public IReadOnlyList<int> RequestsPerSecond
    {
        get
        {
            int[] copy = [.. _perSecond];
            return copy[..(Array.FindLastIndex(copy, count => count > 0) + 1)];
        }
    }

    /// <summary>Sets every count to zero except <see cref="InFlight"/>, which is what it is.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _requests, 0);
        Interlocked.Exchange(ref _answered, 0);
        Interlocked.Exchange(ref _refused, 0);
        Interlocked.Exchange(ref _faulted, 0);
        Interlocked.Exchange(ref _maximumInFlight, InFlight);
        Array.Clear(_perSecond);
        Interlocked.Exchange(ref _started, _time.GetTimestamp());
    }

    internal void Begin()
    {
        Interlocked.Increment(ref _requests);
        int second = (int)_time.GetElapsedTime(Interlocked.Read(ref _started)).TotalSeconds;
        Interlocked.Increment(ref _perSecond[Math.Clamp(second, 0, Seconds - 1)]);

        int now = Interlocked.Increment(ref _inFlight);
        int maximum = Volatile.Read(ref _maximumInFlight);
        while (now > maximum)
        {
            maximum = Interlocked.CompareExchange(ref _maximumInFlight, now, maximum);
        }
    }

    internal void End() => Interlocked.Decrement(ref _inFlight);

    internal void Count(int status, bool faulted)
    {
        if (faulted)
        {
            Interlocked.Increment(ref _faulted);
        }
        else if (status == 200)
        {
            Interlocked.Increment(ref _answered);
        }

        if (status == 429)
        {
            Interlocked.Increment(ref _refused);
        }
    }
}
