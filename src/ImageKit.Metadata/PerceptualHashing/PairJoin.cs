namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Finds every two of many different hashes that are within a radius of each other, on all cores: a join by
/// multi-index hashing.
/// </summary>
/// <remarks>
/// Band by band the hashes are ordered by the bits of the band; then each bucket is compared with itself and with the
/// buckets within the band's radius of it. A pair that several bands find is reported for the first of them.
/// </remarks>
internal sealed class PairJoin(ulong[] codes, int count, BandPlan plan, VectorWidth vectors)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private double _progressBefore;
    private double _progressOfUnit;
    private int _unitsDone;

    internal PairJoin(ulong[] codes, int count, int radius)
        : this(codes, count, BandPlan.ForPairs(count, radius), CellKernel.Widest)
    {
    }

    /// <summary>About the completed part, 0 to 1. May be read from any thread.</summary>
    internal double Progress => Math.Min(
        1,
        Volatile.Read(ref _progressBefore) + (Volatile.Read(ref _unitsDone) * Volatile.Read(ref _progressOfUnit)));

    /// <summary>Finds the pairs; each comes once, in no particular order. Stops within milliseconds, unless the sink holds it up.</summary>
    internal void Run(PairSink sink, CancellationToken cancellationToken)
    {
        if (count < 2)
        {
            return;
        }

        double totalCost = plan.CostOfPairs(count);
        double costBefore = 0;
        int firstUnit = 0;
        ArraySegment<ulong>[] source = BandTable.Cut(codes, count);
        var table = new BandTable(count);
        for (int i = 0; i < plan.Bands.Count; i++)
        {
            table.Fill(source, plan.Bands[i], cancellationToken);
            int[] units = BandScanner.Units(table);

            double cost = BandPlan.CostOfPairs(plan.Bands[i], count);
            Volatile.Write(ref _unitsDone, 0);
            Volatile.Write(ref _progressBefore, costBefore / totalCost);
            Volatile.Write(ref _progressOfUnit, cost / totalCost / (units.Length - 1));
            costBefore += cost;

            RunBand(table, i, units, firstUnit, sink, cancellationToken);
            firstUnit += units.Length - 1;
        }
    }

    /// <summary>As the other, with progress reported on the calling thread.</summary>
    internal void Run(PairSink sink, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (progress is null)
        {
            Run(sink, cancellationToken);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.Run(() => Run(sink, stop.Token), CancellationToken.None);
        WaitHandle done = ((IAsyncResult)work).AsyncWaitHandle;
        try
        {
            while (!done.WaitOne(ProgressInterval))
            {
                progress.Report(Progress);
            }
        }
        finally
        {
            // Only if the report threw is there anything left to stop.
            stop.Cancel();
            done.WaitOne();
        }

        cancellationToken.ThrowIfCancellationRequested();
        work.GetAwaiter().GetResult();
    }

    private void RunBand(
        BandTable table,
        int bandIndex,
        int[] units,
        int firstUnit,
        PairSink sink,
        CancellationToken cancellationToken)
    {
        int[] masks = plan.Bands[bandIndex].Masks();
        int workers = Math.Min(Environment.ProcessorCount, units.Length - 1);
        int next = -1;
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = workers };

        // The units are handed out in order, which Parallel.For by itself would not do: the sink counts on it.
        Parallel.For(0, workers, options, _ =>
        {
            var scanner = new BandScanner(table, plan, bandIndex, masks, vectors, sink, cancellationToken);
            int unit;
            while ((unit = Interlocked.Increment(ref next)) < units.Length - 1)
            {
                scanner.Scan(firstUnit + unit, units[unit], units[unit + 1]);
                Interlocked.Increment(ref _unitsDone);
            }
        });
    }
}
