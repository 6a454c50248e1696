using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// Ends work on the thread pool for the one thread that waits for it. Both hold the <see cref="Lock"/> while they change
/// what the other looks at, and pulse it afterwards.
/// </summary>
internal sealed class WorkStop : IDisposable
{
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromMilliseconds(800);

    private readonly IClock _clock;
    private readonly CancellationTokenSource _source = new();

    public WorkStop(IClock clock)
    {
        _clock = clock;
        Token = _source.Token;
    }

    public object Lock { get; } = new();

    /// <summary>Cancelled by <see cref="Stop"/>; of use after <see cref="Dispose"/>, too.</summary>
    public CancellationToken Token { get; }

    /// <summary>Ends everything under way, without waiting for it.</summary>
    public void Stop()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C met the end of the run.
        }

        lock (Lock)
        {
            Monitor.PulseAll(Lock);
        }
    }

    /// <summary>Ends everything under way, and gives it a moment to be gone.</summary>
    /// <param name="isOver">Whether nothing is under way any more; asked under the lock.</param>
    /// <returns>Whether all has ended. What has not will find its token still there, and needs whatever else it uses.</returns>
    public bool TryEnd(Func<bool> isOver)
    {
        Stop();
        lock (Lock)
        {
            TimeSpan until = _clock.Now + LongestGoodbye;
            while (!isOver() && _clock.Now is var now && now < until)
            {
                Monitor.Wait(Lock, until - now);
            }

            return isOver();
        }
    }

    public void Dispose() => _source.Dispose();
}
