using System.Diagnostics;

namespace ImageKit.Metadata.Http;

/// <summary>The time and random numbers of the machine.</summary>
internal sealed class SystemClock : IClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Random _random = new();

    public TimeSpan Now => _watch.Elapsed;

    public double NextRandom()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, cancellationToken) : Task.CompletedTask;
}
