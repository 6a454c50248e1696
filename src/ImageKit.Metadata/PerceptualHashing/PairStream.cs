using System.Diagnostics;

namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Runs a <see cref="PairJoin"/> in the background and hands its pairs out, batch by batch, on the thread that asks:
/// always in the same order, and with bounded memory however many there are and however slowly they are taken.
/// </summary>
internal sealed class PairStream : IDisposable
{
    // About 12 MB of pairs in waiting.
    private const int MostWaiting = 1 << 20;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly PairJoin _join;
    private readonly IProgress<double>? _progress;
    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _wakeOnStop;
    private readonly Task _work;
    private readonly object _gate = new();

    // All below is guarded by the gate. Only the batches of the head unit are handed out; a unit whose turn has not
    // come waits here, and its worker with it when too much is waiting. The head's worker never has to wait long,
    // for its batches are what the reader takes: so the two cannot hold each other up for good.
    private readonly Dictionary<int, Queue<RankPair[]>> _waiting = [];
    private readonly HashSet<int> _finished = [];
    private int _head;
    private int _waitingPairs;
    private bool _complete;

    internal PairStream(PairJoin join, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _join = join;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _wakeOnStop = _stop.Token.Register(WakeAll);

        // A thread of its own: a slow reader must not keep the thread pool's.
        _work = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The next batch; waits for it, and reports progress now and then.</summary>
    /// <returns>The batch; <see langword="null"/> when there are no more.</returns>
    internal RankPair[]? Next()
    {
        while (true)
        {
            _cancellationToken.ThrowIfCancellationRequested();

            // Outside the lock, because it runs the caller's code.
            if (_progress is not null && _sinceProgress.Elapsed >= ProgressInterval)
            {
                _progress.Report(_join.Progress);
                _sinceProgress.Restart();
            }

            lock (_gate)
            {
                if (TryTake(out RankPair[]? batch))
                {
                    return batch;
                }

                if (!_complete)
                {
                    Monitor.Wait(_gate, ProgressInterval);
                    continue;
                }
            }

            _work.GetAwaiter().GetResult();
            _cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Stops the work, and waits until nothing is left of it.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        ((IAsyncResult)_work).AsyncWaitHandle.WaitOne();
        _wakeOnStop.Dispose();
        _stop.Dispose();
    }

    private bool TryTake(out RankPair[]? batch)
    {
        while (true)
        {
            if (_waiting.TryGetValue(_head, out Queue<RankPair[]>? batches) && batches.Count > 0)
            {
                batch = batches.Dequeue();
                _waitingPairs -= batch.Length;
                Monitor.PulseAll(_gate);
                return true;
            }

            if (!_finished.Remove(_head))
            {
                batch = null;
                return false;
            }

            _waiting.Remove(_head++);
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        try
        {
            _join.Run(Put, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader knows: it stopped reading, or its token told both.
        }
        finally
        {
            lock (_gate)
            {
                _complete = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Put(int unit, ReadOnlySpan<RankPair> pairs, bool last)
    {
        RankPair[] batch = pairs.ToArray();
        lock (_gate)
        {
            if (!_waiting.TryGetValue(unit, out Queue<RankPair[]>? batches))
            {
                batches = new Queue<RankPair[]>();
                _waiting.Add(unit, batches);
            }

            while (_waitingPairs >= MostWaiting && !(unit == _head && batches.Count == 0))
            {
                _stop.Token.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }

            if (batch.Length > 0)
            {
                batches.Enqueue(batch);
                _waitingPairs += batch.Length;
            }

            if (last)
            {
                _finished.Add(unit);
            }

            if (unit == _head)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void WakeAll()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
