using System.Runtime.CompilerServices;

namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>Hashes ordered by the bits of one band, in compressed rows: the hashes of a bucket are neighbors.</summary>
internal sealed class BandTable
{
    // A thread needs a counter per bucket; beyond this many threads memory sets the pace, not the processor.
    private const int MostThreads = 8;

    internal BandTable(int count)
    {
        Count = count;
        Codes = new ulong[count];
        Ids = new int[count];
        Starts = [0];
    }

    internal int Count { get; }

    /// <summary>The hashes, rotated so that the band is at the top.</summary>
    internal ulong[] Codes { get; }

    /// <summary>Which hash each one was in what the table was filled from.</summary>
    internal int[] Ids { get; }

    /// <summary>Where each bucket starts; one more than there are buckets, so that the last has an end.</summary>
    internal int[] Starts { get; private set; }

    /// <summary>Fills the table anew. Within a bucket the ids ascend.</summary>
    internal void Fill(IReadOnlyList<ArraySegment<ulong>> source, Band band, CancellationToken cancellationToken)
    {
        int buckets = 1 << band.Width;
        int threads = Math.Max(1, Math.Min(Math.Min(Environment.ProcessorCount, MostThreads), source.Count));
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = threads };
        int[][] cursors = new int[threads][];
        Parallel.For(0, threads, options, thread => cursors[thread] = CountBuckets(source, band, thread, threads));

        if (Starts.Length != buckets + 1)
        {
            Starts = new int[buckets + 1];
        }

        int next = 0;
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            Starts[bucket] = next;
            foreach (int[] cursor in cursors)
            {
                int inBucket = cursor[bucket];
                cursor[bucket] = next;
                next += inBucket;
            }
        }

        Starts[buckets] = next;
        Parallel.For(0, threads, options, thread => Scatter(source, band, thread, threads, cursors[thread]));
    }

    /// <summary>Cuts an array so that all threads have a part.</summary>
    internal static ArraySegment<ulong>[] Cut(ulong[] codes, int count)
    {
        int parts = Math.Max(1, Math.Min(Environment.ProcessorCount, MostThreads));
        var segments = new ArraySegment<ulong>[parts];
        for (int i = 0; i < parts; i++)
        {
            int start = (int)((long)count * i / parts);
            int end = (int)((long)count * (i + 1) / parts);
            segments[i] = new ArraySegment<ulong>(codes, start, end - start);
        }

        return segments;
    }

    [MethodImpl(CodeGeneration.Hot)]
    private static int[] CountBuckets(IReadOnlyList<ArraySegment<ulong>> source, Band band, int thread, int threads)
    {
        int[] counts = new int[1 << band.Width];
        int last = PartEnd(source.Count, thread, threads);
        for (int i = PartEnd(source.Count, thread - 1, threads); i < last; i++)
        {
            foreach (ulong code in source[i].AsSpan())
            {
                counts[band.Bucket(band.Rotate(code))]++;
            }
        }

        return counts;
    }

    [MethodImpl(CodeGeneration.Hot)]
    private void Scatter(IReadOnlyList<ArraySegment<ulong>> source, Band band, int thread, int threads, int[] cursor)
    {
        int first = PartEnd(source.Count, thread - 1, threads);
        int last = PartEnd(source.Count, thread, threads);
        int id = 0;
        for (int i = 0; i < first; i++)
        {
            id += source[i].Count;
        }

        for (int i = first; i < last; i++)
        {
            foreach (ulong code in source[i].AsSpan())
            {
                ulong rotated = band.Rotate(code);
                int slot = cursor[band.Bucket(rotated)]++;
                Codes[slot] = rotated;
                Ids[slot] = id++;
            }
        }
    }

    private static int PartEnd(int segments, int thread, int threads) => (int)((long)segments * (thread + 1) / threads);
}
