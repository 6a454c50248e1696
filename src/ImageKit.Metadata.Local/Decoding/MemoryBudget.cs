namespace ImageKit.Metadata.Decoding;

/// <summary>Lets threads wait until the memory that they need is free. First come, first served.</summary>
internal sealed class MemoryBudget
{
    private readonly object _gate = new();
    private readonly LinkedList<long> _waiting = new();
    private readonly long _total;
    private long _free;

    /// <param name="total">How many bytes there are. A demand for more is met when nobody else holds any.</param>
    internal MemoryBudget(long total) => _total = _free = total;

    /// <summary>Waits for memory.</summary>
    /// <param name="bytes">How many bytes are needed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Gives the memory back when it is disposed of.</returns>
    internal IDisposable Reserve(long bytes, CancellationToken cancellation)
    {
        long share = Math.Min(bytes, _total);
        using CancellationTokenRegistration wake = cancellation.Register(() => Release(0));
        lock (_gate)
        {
            LinkedListNode<long> place = _waiting.AddLast(share);
            try
            {
                while (_waiting.First != place || _free < share)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Monitor.Wait(_gate);
                }

                _free -= share;
            }
            finally
            {
                _waiting.Remove(place);
                Monitor.PulseAll(_gate);
            }
        }

        return new Reservation(this, share);
    }

    private void Release(long bytes)
    {
        lock (_gate)
        {
            _free += bytes;
            Monitor.PulseAll(_gate);
        }
    }

    private sealed class Reservation(MemoryBudget budget, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        public void Dispose() => budget.Release(Interlocked.Exchange(ref _bytes, 0));
    }
}
