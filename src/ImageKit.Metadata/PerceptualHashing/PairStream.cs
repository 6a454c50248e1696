using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ImageKit.Metadata.Bulk;

namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Runs a <see cref="PairJoin"/> in the background and returns its pairs, batch by batch, on the thread that requests them:
/// always in the same order, and with bounded memory whatever their number and the speed of the consumer.
/// </summary>
internal sealed class PairStream : IDisposable
{
    // About 12 MB of pairs.
    private const int MaximumWaitingPairs = 1 << 20;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly PairJoin _join;
    private readonly IProgress<double>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private readonly Pump<RankPair[]> _pump;

    // The places of the units, by number. Units begin in order, but may deliver their first pairs in any.
    private readonly List<PumpPlace<RankPair[]>> _places = [];

    internal PairStream(PairJoin join, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _join = join;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _pump = new Pump<RankPair[]>(new PumpOptions<RankPair[]> { MaximumWeight = MaximumWaitingPairs, Weigh = batch => batch.Length }, cancellationToken);
        _pump.Start(
            () =>
            {
                _join.Run(Add, _pump.Token);
                return Task.CompletedTask;
            },
            onOwnThread: true);
    }

    /// <summary>The next batch; waits for it, and reports progress a few times a second.</summary>
    /// <returns>The batch; <see langword="null"/> when there are no more.</returns>
    internal RankPair[]? Next()
    {
        while (true)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (_progress is not null && _sinceProgress.Elapsed >= ProgressInterval)
            {
                _progress.Report(_join.Progress);
                _sinceProgress.Restart();
            }

            if (_pump.TryTake(out RankPair[] batch))
            {
                return batch;
            }

            if (_pump.IsComplete)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                if (_pump.Failure is Exception failure)
                {
                    ExceptionDispatchInfo.Capture(failure).Throw();
                }

                return null;
            }

            _pump.WaitForChange(forRoom: false, ProgressInterval);
        }
    }

    /// <summary>Stops the work.</summary>
    public void Dispose() => _pump.Dispose();

    private void Add(int unit, ReadOnlySpan<RankPair> pairs, bool last)
    {
        PumpPlace<RankPair[]> place = GetPlace(unit);
        if (pairs.Length > 0)
        {
            _pump.Write(place, pairs.ToArray());
        }

        if (last)
        {
            _pump.Finish(place);
        }
    }

    private PumpPlace<RankPair[]> GetPlace(int unit)
    {
        lock (_places)
        {
            while (_places.Count <= unit)
            {
                _places.Add(_pump.Open());
            }

            return _places[unit];
        }
    }
}
