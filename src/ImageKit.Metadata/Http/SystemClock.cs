using System.Diagnostics;

namespace ImageKit.Metadata.Http;

/// <summary>The time and random numbers of the machine.</summary>
internal sealed class SystemClock : IClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
#if !NET8_0_OR_GREATER
    private readonly Random _random = new();
#endif

    public TimeSpan Now => _watch.Elapsed;

    public double NextRandom()
    {
#if NET8_0_OR_GREATER
        return Random.Shared.NextDouble();
#else
        lock (_random)
        {
            return _random.NextDouble();
        }
#endif
    }

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, cancellationToken) : Task.CompletedTask;
}
