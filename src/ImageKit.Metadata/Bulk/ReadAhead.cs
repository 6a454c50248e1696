using System.Runtime.ExceptionServices;

namespace ImageKit.Metadata.Bulk;

/// <summary>Enumerates on another thread, one batch ahead of the thread that takes the items.</summary>
internal static class ReadAhead
{
    private const int FirstBatch = 16;
    private const int LargestBatch = 256;
    private const int LargestWeight = 1024 * 1024;

    /// <summary>Enumerates a source. An exception of the source is thrown where it would be without reading ahead.</summary>
    public static IEnumerable<T> Enumerate<T>(IEnumerable<T> source, Func<T, int> weigh)
    {
        using IEnumerator<T> items = source.GetEnumerator();
        int size = FirstBatch;
        Task<Batch<T>> next = Task.Run(() => Read(items, size, weigh));
        try
        {
            while (true)
            {
                Batch<T> batch = next.GetAwaiter().GetResult();
                if (!batch.IsLast)
                {
                    size = Math.Min(size * 2, LargestBatch);
                    next = Task.Run(() => Read(items, size, weigh));
                }

                foreach (T item in batch.Items)
                {
                    yield return item;
                }

                batch.Failure?.Throw();
                if (batch.IsLast)
                {
                    yield break;
                }
            }
        }
        finally
        {
            // The source is disposed when nobody reads it any more.
            next.Wait();
        }
    }

    private static Batch<T> Read<T>(IEnumerator<T> items, int size, Func<T, int> weigh)
    {
        List<T> batch = new(size);
        try
        {
            for (int weight = 0; batch.Count < size && weight < LargestWeight; weight += weigh(items.Current))
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
