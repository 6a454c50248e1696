using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace ImageKit.Metadata.Bulk;

/// <summary>Enumerates on another thread, ahead of the thread that takes the items.</summary>
internal static class ReadAhead
{
    // 32 items are still in the processor's cache when they are taken; with 256, an audit took a third longer.
    private const int BatchSize = 32;
    private const int LargestWeight = 1024 * 1024;

    // With two in the queue, a pause of one thread does not stop the other.
    private const int MaximumBatches = 2;

    /// <summary>Enumerates a source. An exception of the source is thrown where it would be without reading ahead.</summary>
    public static IEnumerable<T> Enumerate<T>(IEnumerable<T> source, Func<T, int> weigh)
    {
        using IEnumerator<T> items = source.GetEnumerator();
        using BlockingCollection<Batch<T>> batches = new(MaximumBatches);
        using CancellationTokenSource stop = new();
        Task reading = Task.Factory.StartNew(
            () => ReadAll(items, weigh, batches, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (Batch<T> batch in batches.GetConsumingEnumerable())
            {
                foreach (T item in batch.Items)
                {
                    yield return item;
                }

                batch.Failure?.Throw();
            }

            reading.GetAwaiter().GetResult();
        }
        finally
        {
            // The source is disposed when nobody reads it any more.
            stop.Cancel();
            Task.WaitAny(reading);
        }
    }

    private static void ReadAll<T>(IEnumerator<T> items, Func<T, int> weigh, BlockingCollection<Batch<T>> batches, CancellationToken stop)
    {
        try
        {
            Batch<T> batch;
            do
            {
                batch = Read(items, weigh);
                batches.Add(batch, stop);
            }
            while (!batch.IsLast);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody takes more.
        }
        finally
        {
            batches.CompleteAdding();
        }
    }

    private static Batch<T> Read<T>(IEnumerator<T> items, Func<T, int> weigh)
    {
        List<T> batch = new(BatchSize);
        try
        {
            for (int weight = 0; batch.Count < BatchSize && weight < LargestWeight; weight += weigh(items.Current))
            {
                if (!items.MoveNext())
                {
                    return new Batch<T>(batch, IsLast: true);
                }

                batch.Add(items.Current);
            }

            return new Batch<T>(batch);
        }
        catch (Exception exception)
        {
            return new Batch<T>(batch, IsLast: true, ExceptionDispatchInfo.Capture(exception));
        }
    }

    private sealed record Batch<T>(List<T> Items, bool IsLast = false, ExceptionDispatchInfo? Failure = null);
}
