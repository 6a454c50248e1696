namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>Hashes with the equal ones collapsed: each once, in ascending order, with the positions that have it.</summary>
internal sealed class DistinctHashes
{
    private const int SortWidth = 16;

    private readonly int[] _positions;
    private readonly int[] _starts;

    internal DistinctHashes(IReadOnlyList<ArraySegment<ulong>> source, int count, CancellationToken cancellationToken)
    {
        var table = new BandTable(count);
        table.Fill(source, new Band(0, SortWidth, 0), cancellationToken);
        ulong[] codes = table.Codes;
        int[] positions = table.Ids;
        int[] buckets = table.Starts;

        const int BucketsAtOnce = 256;
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, (1 << SortWidth) / BucketsAtOnce, options, part =>
        {
            for (int bucket = part * BucketsAtOnce; bucket < (part + 1) * BucketsAtOnce; bucket++)
            {
                int start = buckets[bucket];
                int length = buckets[bucket + 1] - start;
                if (length > 1)
                {
                    Array.Sort(codes, positions, start, length);
                }
            }
        });

        int[] starts = new int[count + 1];
        int distinct = 0;
        for (int i = 0; i < count;)
        {
            int end = i + 1;
            while (end < count && codes[end] == codes[i])
            {
                end++;
            }

            if (end - i > 1)
            {
                // The sort above does not keep the order of equal hashes.
                Array.Sort(positions, i, end - i);
            }

            codes[distinct] = codes[i];
            starts[distinct++] = i;
            i = end;
        }

        starts[distinct] = count;
        (Codes, Count, _positions, _starts) = (codes, distinct, positions, starts);
    }

    /// <summary>The hashes; only the first <see cref="Count"/> count.</summary>
    internal ulong[] Codes { get; }

    internal int Count { get; }

    /// <summary>The positions of one of the hashes, ascending.</summary>
    internal ReadOnlySpan<int> PositionsOf(int rank) => _positions.AsSpan(_starts[rank], PositionCountOf(rank));

    internal int PositionCountOf(int rank) => _starts[rank + 1] - _starts[rank];

    internal int PositionOf(int rank, int copy) => _positions[_starts[rank] + copy];
}
