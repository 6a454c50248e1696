namespace ImageKit.Metadata.Http;

/// <summary>
/// Bounds the attempts in flight. A request that waits for its next attempt holds no slot, so that failures do not idle the
/// rest; it counts as parked.
/// </summary>
internal sealed class AttemptSlots(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);
    private int _parked;

    /// <summary>How many requests wait between two attempts.</summary>
    public int Parked => Volatile.Read(ref _parked);

    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public void Leave() => _free.Release();

    public void Park() => Interlocked.Increment(ref _parked);

    public void Unpark() => Interlocked.Decrement(ref _parked);

    public void Dispose() => _free.Dispose();
}
