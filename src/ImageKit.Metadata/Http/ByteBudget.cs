namespace ImageKit.Metadata.Http;

/// <summary>
/// Bounds the memory of all responses together that are being received, parsed or waiting to be emitted. A response that does not
/// fit waits; the oldest request never does, so that results that must keep their order cannot block each other.
/// </summary>
internal sealed class ByteBudget(long capacity = ByteBudget.UsualCapacity)
{
    private const long UsualCapacity = 64L * 1024 * 1024;

    private readonly object _lock = new();
    private readonly Queue<Share> _shares = new();
    private TaskCompletionSource<bool>? _changed;
    private long _used;
    private long _releasedSinceCollection;

    /// <summary>Opens the share of one request. Requests are served in the order of this call.</summary>
    public Share Open()
    {
        Share share = new(this);
        lock (_lock)
        {
            _shares.Enqueue(share);
        }

        return share;
    }

    /// <returns>Null if the share has grown; else a task that completes when it is worth another try.</returns>
    private Task<bool>? TryGrow(Share share, long bytes)
    {
        lock (_lock)
        {
            long more = bytes - share.Held;
            if (_used + more > capacity && _shares.Peek() != share)
            {
                _changed ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                return _changed.Task;
            }

            _used += more;
            share.Held = bytes;
            return null;
        }
    }

    private void Release(Share share, bool isClosed)
    {
        TaskCompletionSource<bool>? changed;
        bool mustCollect;
        lock (_lock)
        {
            share.IsClosed |= isClosed;
            _used -= share.Held;
            _releasedSinceCollection += share.Held;
            share.Held = 0;

            // The runtime collects large arrays late: what was released would exceed the budget many times.
            mustCollect = _releasedSinceCollection >= 2 * capacity;
            _releasedSinceCollection = mustCollect ? 0 : _releasedSinceCollection;
            while (_shares.Count > 0 && _shares.Peek().IsClosed)
            {
                _shares.Dequeue();
            }

            changed = _changed;
            _changed = null;
        }

        if (mustCollect)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }

        changed?.TrySetResult(true);
    }

    /// <summary>The part of the budget that one request uses.</summary>
    internal sealed class Share(ByteBudget budget) : IDisposable
    {
        internal long Held { get; set; }

        internal bool IsClosed { get; set; }

        /// <summary>Grows to so many bytes, if they fit.</summary>
        public bool TryGrow(long bytes) => budget.TryGrow(this, bytes) is null;

        /// <summary>Grows to so many bytes; waits until they fit.</summary>
        public async Task GrowAsync(long bytes, CancellationToken cancellationToken)
        {
            while (budget.TryGrow(this, bytes) is Task changed)
            {
                TaskCompletionSource<bool> stopped = new();
                using (cancellationToken.Register(() => stopped.TrySetResult(true)))
                {
                    await Task.WhenAny(changed, stopped.Task).ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        /// <summary>Releases what a failed attempt held.</summary>
        public void Reset() => budget.Release(this, isClosed: false);

        public void Dispose() => budget.Release(this, isClosed: true);
    }
}
