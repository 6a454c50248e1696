namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Groups hashes that are near each other. The positions that are preferred come first; without a preference they ascend.
/// Progress is reported on the calling thread.
/// </summary>
internal sealed class GroupFinder(
    DistinctHashes hashes,
    int radius,
    int[]? preference,
    IProgress<double>? progress,
    CancellationToken cancellationToken)
{
    // 256 MB of near pairs; when there are more, hashes are compared again instead of remembering which are near.
    private const long MostPairsKept = 1 << 26;

    private readonly int[]? _preferenceOf = preference is null ? null : Invert(preference);
    private readonly DisjointSets _components = new(hashes.Count);
    private readonly List<int[]> _groups = [];

    /// <summary>The groups of two or more positions, members and groups in order of preference.</summary>
    internal int[][] Find(PHashLinkage linkage)
    {
        if (linkage == PHashLinkage.Connected)
        {
            Join((first, second) => _components.Union(first, second));
            foreach (ArraySegment<int> component in Components())
            {
                AddGroup(component.AsSpan());
            }
        }
        else
        {
            FindComplete();
        }

        _groups.Sort((left, right) => PreferenceOf(left[0]).CompareTo(PreferenceOf(right[0])));
        return [.. _groups];
    }

    private static int[] Invert(int[] permutation)
    {
        int[] inverse = new int[permutation.Length];
        for (int i = 0; i < permutation.Length; i++)
        {
            inverse[permutation[i]] = i;
        }

        return inverse;
    }

    private void FindComplete()
    {
        // The preference of a hash is that of its most preferred position.
        int[] keys = new int[hashes.Count];
        for (int rank = 0; rank < keys.Length; rank++)
        {
            keys[rank] = PreferenceOf(hashes.PositionOf(rank, 0));
            for (int copy = 1; copy < hashes.PositionCountOf(rank); copy++)
            {
                keys[rank] = Math.Min(keys[rank], PreferenceOf(hashes.PositionOf(rank, copy)));
            }
        }

        // How many of the hashes near it are preferred to each.
        int[] preferred = new int[hashes.Count];
        Join((first, second) =>
        {
            _components.Union(first, second);
            Interlocked.Increment(ref preferred[keys[first] > keys[second] ? first : second]);
        });

        var sparse = new List<int[]>();
        long pairsToKeep = 0;
        foreach (ArraySegment<int> members in Components())
        {
            long pairs = 0;
            foreach (int rank in members.AsSpan())
            {
                pairs += preferred[rank];
            }

            if (pairs == (long)members.Count * (members.Count - 1) / 2)
            {
                // All are near all, as in most components: there is nothing to divide.
                AddGroup(members.AsSpan());
                continue;
            }

            int[] component = [.. members.OrderBy(rank => keys[rank])];
            if (pairs * CompleteLinkage.DensePart < (long)component.Length * component.Length)
            {
                sparse.Add(component);
                pairsToKeep += pairs;
            }
            else
            {
                DivideByComparing(component);
            }
        }

        if (pairsToKeep > MostPairsKept)
        {
            sparse.ForEach(DivideByComparing);
        }
        else if (sparse.Count > 0)
        {
            DivideByNearPairs([.. sparse.SelectMany(component => component)], preferred);
        }
    }

    private void DivideByComparing(int[] component)
    {
        ulong[] codes = [.. component.Select(rank => hashes.Codes[rank])];
        AddDivided(component, CompleteLinkage.Divide(codes, radius, cancellationToken));
    }

    /// <param name="ranks">Whole components, one after the other, each in order of preference.</param>
    /// <param name="preferred">For every hash, how many of those near it are preferred to it.</param>
    private void DivideByNearPairs(int[] ranks, int[] preferred)
    {
        const int Elsewhere = -1;
        int[] placeOf = new int[hashes.Count];
        placeOf.AsSpan().Fill(Elsewhere);
        int[] starts = new int[ranks.Length + 1];
        for (int place = 0; place < ranks.Length; place++)
        {
            placeOf[ranks[place]] = place;
            starts[place + 1] = starts[place] + preferred[ranks[place]];
        }

        int[] near = new int[starts[ranks.Length]];
        int[] next = (int[])starts.Clone();
        Join((first, second) =>
        {
            int lesser = Math.Min(placeOf[first], placeOf[second]);
            int greater = Math.Max(placeOf[first], placeOf[second]);
            if (lesser != Elsewhere)
            {
                near[Interlocked.Increment(ref next[greater]) - 1] = lesser;
            }
        });

        AddDivided(ranks, CompleteLinkage.Divide(starts, near, cancellationToken));
    }

    private void AddDivided(int[] ranks, int[] groupOf)
    {
        Array.Sort(groupOf, ranks);
        for (int start = 0; start < ranks.Length;)
        {
            int end = start + 1;
            while (end < ranks.Length && groupOf[end] == groupOf[start])
            {
                end++;
            }

            AddGroup(ranks.AsSpan(start, end - start));
            start = end;
        }
    }

    /// <summary>Calls a method for every pair of near hashes, from many threads at once.</summary>
    private void Join(Action<int, int> addPair)
    {
        if (radius > 0)
        {
            var join = new PairJoin(hashes.Codes, hashes.Count, radius);
            join.Run(
                (_, pairs, _) =>
                {
                    foreach (RankPair pair in pairs)
                    {
                        addPair(pair.First, pair.Second);
                    }
                },
                progress,
                cancellationToken);
        }
    }

    /// <summary>The hashes of each connected component that has two or more positions, ascending.</summary>
    private IEnumerable<ArraySegment<int>> Components()
    {
        // Compressed rows rather than lists: there may be millions of components.
        int[] next = new int[hashes.Count];
        for (int rank = 0; rank < next.Length; rank++)
        {
            next[_components.Find(rank)]++;
        }

        const int Nothing = -1;
        int total = 0;
        for (int root = 0; root < next.Length; root++)
        {
            int size = next[root];
            bool isGroup = size > 1 || (size == 1 && hashes.PositionCountOf(root) > 1);
            next[root] = isGroup ? total : Nothing;
            total += isGroup ? size : 0;
        }

        int[] members = new int[total];
        for (int rank = 0; rank < next.Length; rank++)
        {
            int root = _components.Find(rank);
            if (next[root] != Nothing)
            {
                members[next[root]++] = rank;
            }
        }

        // Filling has moved each to where the next begins.
        int start = 0;
        foreach (int end in next)
        {
            if (end != Nothing)
            {
                yield return new ArraySegment<int>(members, start, end - start);
                start = end;
            }
        }
    }

    private void AddGroup(ReadOnlySpan<int> ranks)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count = 0;
        foreach (int rank in ranks)
        {
            count += hashes.PositionCountOf(rank);
        }

        if (count < 2)
        {
            return;
        }

        int[] members = new int[count];
        count = 0;
        foreach (int rank in ranks)
        {
            foreach (int position in hashes.PositionsOf(rank))
            {
                members[count++] = PreferenceOf(position);
            }
        }

        Array.Sort(members);
        if (preference is not null)
        {
            for (int i = 0; i < members.Length; i++)
            {
                members[i] = preference[members[i]];
            }
        }

        _groups.Add(members);
    }

    private int PreferenceOf(int position) => _preferenceOf is null ? position : _preferenceOf[position];
}
