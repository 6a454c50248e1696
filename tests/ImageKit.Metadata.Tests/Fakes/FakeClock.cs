using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Tests.Fakes;

/// <summary>
/// Time that stands still until a test moves it. Delays end one by one in the order of their moments, and what waits for
/// one runs to its next delay before the next one ends: a simulation of many workers is the same on every run.
/// </summary>
internal sealed class FakeClock(int seed = 1) : IClock
{
    private readonly object _lock = new();
    private readonly PriorityQueue<Timer, (TimeSpan, long)> _timers = new();
    private readonly Random _random = new(seed);
    private readonly List<TimeSpan> _delays = [];
    private long _order;
    private TimeSpan _now;

    /// <summary>What <see cref="NextRandom"/> gives; null for a pseudo-random sequence.</summary>
    public double? FixedRandom { get; set; }

    public TimeSpan Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>Every delay that was asked for, in order.</summary>
    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (_lock)
            {
                return [.. _delays];
            }
        }
    }

    public double NextRandom()
    {
        lock (_lock)
        {
            return FixedRandom ?? _random.NextDouble();
        }
    }

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        Timer timer = new();
        lock (_lock)
        {
            _delays.Add(delay);
            if (delay <= TimeSpan.Zero)
            {
                return Task.CompletedTask;
            }

            _timers.Enqueue(timer, (_now + delay, _order++));
        }

        timer.Cancellation = cancellationToken.Register(() => timer.Done.TrySetCanceled(cancellationToken));
        return timer.Done.Task;
    }

    /// <summary>Moves the time on; every delay that ends meanwhile ends at its own moment.</summary>
    public void Advance(TimeSpan time)
    {
        TimeSpan until = Now + time;
        while (EndNext(until))
        {
        }

        lock (_lock)
        {
            _now = until;
        }
    }

    /// <summary>Moves the time from delay to delay until the task is over; fails when it waits for something else.</summary>
    public void RunUntilDone(Task task, TimeSpan? limit = null)
    {
        TimeSpan until = Now + (limit ?? TimeSpan.FromDays(1));
        while (!task.IsCompleted)
        {
            // What the circuit lets go runs on the pool, which needs a moment of real time to end or to come to a delay.
            bool moves = EndNext(until) || SpinWait.SpinUntil(() => task.IsCompleted || HasDelay(until), TimeSpan.FromMinutes(2));
            Assert.True(moves, "The task is not over, and waits for no delay within the limit.");
        }
    }

    /// <summary>Starts something whose continuations shall run in place, not where the test runner's context puts them.</summary>
    public static void InPlace(Action action)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private bool HasDelay(TimeSpan until)
    {
        lock (_lock)
        {
            return _timers.TryPeek(out _, out (TimeSpan Due, long) next) && next.Due <= until;
        }
    }

    private bool EndNext(TimeSpan until)
    {
        Timer? timer;
        lock (_lock)
        {
            if (!_timers.TryPeek(out timer, out (TimeSpan Due, long) next) || next.Due > until)
            {
                return false;
            }

            _timers.Dequeue();
            _now = next.Due > _now && !timer.Done.Task.IsCompleted ? next.Due : _now;
        }

        timer.Cancellation.Dispose();
        // What waits runs here and now, on this thread: no context may send it elsewhere.
        InPlace(() => timer.Done.TrySetResult());
        return true;
    }

    private sealed class Timer
    {
        public TaskCompletionSource Done { get; } = new();

        public CancellationTokenRegistration Cancellation { get; set; }
    }
}
