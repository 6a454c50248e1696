using System.Runtime.CompilerServices;
using ImageKit.Metadata.PerceptualHashing;

namespace ImageKit.Metadata;

/// <summary>
/// An index of many perceptual hashes that finds near ones: exactly, so that none within the distance is missed, and on
/// all cores.
/// </summary>
/// <remarks>
/// <para>
/// A hash is identified by its position, counted from 0 in the order of adding. A search covers the hashes that were added
/// before it began. Any number of searches may run at once, but not while a hash is being added.
/// </para>
/// <para>
/// Equal hashes are collapsed first: a placeholder image among a million others, uploaded 200,000 times, costs no
/// more than once.
/// </para>
/// </remarks>
public sealed class PHashIndex
{
    /// <summary>The largest distance for <see cref="FindPairs"/> and <see cref="FindGroups"/>, in bits: 16.</summary>
    /// <remarks>Unrelated hashes are about 32 bits apart; beyond 16, a search would find mostly those.</remarks>
    public const int LargestPairDistance = 16;

    private const int BitCount = 64;
    private const int ChunkBits = 16;

    // The service's documentation calls 8 bits similar; above it, others' measurements find as many wrong as right.
    private const int LargestDefaultDistance = 8;

    // Up to so many hashes, comparing them one by one is faster than the tables.
    private const int FewHashes = 4096;

    private readonly ChunkedList<ulong> _hashes = new(ChunkBits);
    private readonly object _searchGate = new();
    private RadiusSearch? _search;

    /// <summary>The number of hashes added.</summary>
    public int Count => _hashes.Count;

    /// <summary>A hash by its position.</summary>
    /// <param name="position">0 to <see cref="Count"/> − 1.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public PHash this[int position] => (uint)position < (uint)Count
        ? new PHash(_hashes[position])
        : throw new ArgumentOutOfRangeException(nameof(position));

    /// <summary>Adds a hash.</summary>
    /// <param name="hash">The hash; equal ones may be added any number of times, and each has its own position.</param>
    /// <returns>Its position: how many were added before it.</returns>
    public int Add(PHash hash)
    {
        _hashes.Add(hash.Value);
        return Count - 1;
    }

    /// <summary>Finds all hashes near one.</summary>
    /// <param name="hash">The hash to search for; it need not have been added.</param>
    /// <param name="maximumDistance">The most bits that a hash found may differ in, 0 to 64.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The positions with their distances, the nearest first, and equally near ones by position.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumDistance"/> is not 0 to 64.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>
    /// The first search among many hashes builds tables, of 60 to 70 bytes per hash, which later searches use; hashes
    /// added since are compared one by one until there are enough of them to build new tables.
    /// </remarks>
    public IReadOnlyList<PHashMatch> Search(PHash hash, int maximumDistance, CancellationToken cancellationToken = default)
    {
        CheckDistance(maximumDistance, BitCount);
        var matches = new List<PHashMatch>();
        RadiusSearch? search = Tables(cancellationToken);
        search?.Search(hash.Value, maximumDistance, matches, cancellationToken);
        for (int position = search?.Count ?? 0; position < Count; position++)
        {
            int distance = this[position].DistanceTo(hash);
            if (distance <= maximumDistance)
            {
                matches.Add(new PHashMatch(position, distance));
            }
        }

        matches.Sort((left, right) => left.Distance != right.Distance
            ? left.Distance.CompareTo(right.Distance)
            : left.Position.CompareTo(right.Position));
        return matches;
    }

    /// <summary>Finds all pairs of hashes that are near each other.</summary>
    /// <param name="maximumDistance">The most bits that the two may differ in, 0 to 16.</param>
    /// <param name="progress">
    /// Receives the completed part, 0 to 1, a few times a second, on the thread that enumerates and while it does.
    /// </param>
    /// <param name="cancellationToken">Stops the search within a second.</param>
    /// <returns>
    /// The pairs, each once. The search begins with the enumeration and runs on other threads. It waits for a slow
    /// consumer, so that memory stays bounded whatever their number, and ends with the enumeration, also when that is
    /// left early. The order is the same each time on the same machine: pairs of equal hashes first, then no particular
    /// order.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumDistance"/> is not 0 to 16.</exception>
    /// <exception cref="OperationCanceledException">
    /// While enumerating: <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public IEnumerable<PHashPair> FindPairs(
        int maximumDistance,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckDistance(maximumDistance, LargestPairDistance);
        return EnumeratePairs(maximumDistance, progress, cancellationToken);
    }

    /// <summary>Groups the hashes that are near each other.</summary>
    /// <param name="maximumDistance">The most bits that near hashes differ in, 0 to 16.</param>
    /// <param name="linkage">What holds a group together.</param>
    /// <param name="preference">
    /// Every position once, the preferred ones first; <see langword="null"/>: in the order of adding. It sets the order
    /// of members and of groups, and who joins which group with <see cref="PHashLinkage.Complete"/>.
    /// </param>
    /// <param name="progress">
    /// Receives the completed part, 0 to 1, a few times a second, on the calling thread. With
    /// <see cref="PHashLinkage.Complete"/> it may run from 0 to 1 twice.
    /// </param>
    /// <param name="cancellationToken">Stops the search within a second.</param>
    /// <returns>
    /// The positions of each group of two or more, most preferred first; the groups in the order of their most
    /// preferred members. No position is in two groups, and the result depends on nothing but the arguments and the
    /// hashes.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumDistance"/> is not 0 to 16.</exception>
    /// <exception cref="ArgumentException"><paramref name="preference"/> does not name every position once.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public IReadOnlyList<int[]> FindGroups(
        int maximumDistance,
        PHashLinkage linkage = PHashLinkage.Connected,
        IReadOnlyCollection<int>? preference = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckDistance(maximumDistance, LargestPairDistance);
        int[]? order = preference is null ? null : CheckPreference(preference);
        return new GroupFinder(Distinct(cancellationToken), maximumDistance, order, progress, cancellationToken).Find(linkage);
    }

    /// <summary>The distance of the two hashes farthest apart among some: how wide a group is.</summary>
    /// <param name="positions">The positions of the hashes.</param>
    /// <param name="cancellationToken">Stops it within a second.</param>
    /// <returns>0 to 64; 0 also for fewer than two hashes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>Compares all with all, equal hashes once: the time grows with the square of the different ones.</remarks>
    public int WidestDistance(IEnumerable<int> positions, CancellationToken cancellationToken = default) =>
        WidestDistance(positions.Select(position => this[position]), cancellationToken);

    /// <summary>The distance of the two hashes farthest apart; 0 also for fewer than two.</summary>
    internal static int WidestDistance(IEnumerable<PHash> hashes, CancellationToken cancellationToken = default)
    {
        ulong[] codes = [.. hashes.Select(hash => hash.Value).Distinct()];
        int widest = 0;
        void Compare(int first)
        {
            int own = Farthest(codes, first);
            for (int seen = Volatile.Read(ref widest); own > seen; seen = Volatile.Read(ref widest))
            {
                Interlocked.CompareExchange(ref widest, own, seen);
            }
        }

        if (codes.Length <= FewHashes)
        {
            // Most groups are tiny, and there are many of them: threads would cost more than they save.
            for (int first = 0; first < codes.Length; first++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Compare(first);
            }
        }
        else
        {
            Parallel.For(0, codes.Length, new ParallelOptions { CancellationToken = cancellationToken }, Compare);
        }

        return widest;
    }

    /// <summary>
    /// How many pairs within a distance are expected by coincidence among unrelated hashes: random bits, any two of which
    /// hashes differ in 32 on average.
    /// </summary>
    /// <param name="count">The number of hashes, 0 or more.</param>
    /// <param name="maximumDistance">The distance, 0 to 64.</param>
    /// <returns>
    /// The expected number of pairs. Hashes of real images are not quite random: more pairs than that are to be
    /// expected.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is negative, or <paramref name="maximumDistance"/> not 0 to 64.
    /// </exception>
    public static double ExpectedChancePairs(long count, int maximumDistance) =>
        ExpectedCoincidences(PairCount(count), maximumDistance);

    /// <summary>How many of so many pairs of unrelated hashes are within a distance.</summary>
    internal static double ExpectedCoincidences(double pairCount, int maximumDistance)
    {
        CheckDistance(maximumDistance, BitCount);

        // The binomial distribution: the part of all 2^64 differences that has at most so many bits.
        double choose = 1;
        double within = 1;
        for (int bits = 1; bits <= maximumDistance; bits++)
        {
            choose = choose * (BitCount - bits + 1) / bits;
            within += choose;
        }

        return pairCount * (within / Math.Pow(2, BitCount));
    }

    /// <summary>The default distance.</summary>
    /// <param name="count">The number of hashes, 0 or more.</param>
    /// <returns>
    /// The largest distance, at most 8, within which less than one pair is a coincidence
    /// (<see cref="ExpectedChancePairs"/>): 8 up to 80,000 hashes, 5 for a million, 3 for ten million.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <remarks>At most 8 because that is what the service's documentation still calls similar.</remarks>
    public static int DefaultMaximumDistance(long count) => LargestDistanceWithoutCoincidence(PairCount(count));

    /// <summary>The largest distance, at most 8, within which less than one of so many pairs of unrelated hashes is.</summary>
    internal static int LargestDistanceWithoutCoincidence(double pairCount)
    {
        int distance = LargestDefaultDistance;
        while (distance > 0 && ExpectedCoincidences(pairCount, distance) >= 1)
        {
            distance--;
        }

        return distance;
    }

    private static double PairCount(long count) => count >= 0 ? count * (count - 1.0) / 2 : throw new ArgumentOutOfRangeException(nameof(count));

    private static void CheckDistance(int maximumDistance, int largest)
    {
        if (maximumDistance < 0 || maximumDistance > largest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximumDistance),
                maximumDistance,
                $"The distance is 0 to {largest} bits.");
        }
    }

    [MethodImpl(CodeGeneration.Hot)]
    private static int Farthest(ulong[] codes, int first)
    {
        int farthest = 0;
        ulong code = codes[first];
        for (int second = first + 1; second < codes.Length; second++)
        {
            farthest = Math.Max(farthest, PopulationCount.Of(code ^ codes[second]));
        }

        return farthest;
    }

    private IEnumerable<PHashPair> EnumeratePairs(
        int maximumDistance,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        DistinctHashes hashes = Distinct(cancellationToken);
        for (int rank = 0; rank < hashes.Count; rank++)
        {
            int copies = hashes.PositionCountOf(rank);
            for (int first = 0; first < copies - 1; first++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int second = first + 1; second < copies; second++)
                {
                    yield return new PHashPair(hashes.PositionOf(rank, first), hashes.PositionOf(rank, second), 0);
                }
            }
        }

        if (maximumDistance == 0)
        {
            yield break;
        }

        using var stream = new PairStream(new PairJoin(hashes.Codes, hashes.Count, maximumDistance), progress, cancellationToken);
        while (stream.Next() is { } pairs)
        {
            foreach (RankPair pair in pairs)
            {
                int firstCopies = hashes.PositionCountOf(pair.First);
                int secondCopies = hashes.PositionCountOf(pair.Second);
                for (int i = 0; i < firstCopies; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    int position = hashes.PositionOf(pair.First, i);
                    for (int j = 0; j < secondCopies; j++)
                    {
                        int other = hashes.PositionOf(pair.Second, j);
                        yield return position < other
                            ? new PHashPair(position, other, pair.Distance)
                            : new PHashPair(other, position, pair.Distance);
                    }
                }
            }
        }
    }

    private DistinctHashes Distinct(CancellationToken cancellationToken) =>
        new(_hashes.ToSegments(), Count, cancellationToken);

    private RadiusSearch? Tables(CancellationToken cancellationToken)
    {
        lock (_searchGate)
        {
            // New tables when a quarter was added since: so each hash is added to tables a few times at most.
            int covered = _search?.Count ?? 0;
            if (Count - covered > Math.Max(FewHashes, covered / 4))
            {
                _search = new RadiusSearch(_hashes.ToSegments(), Count, cancellationToken);
            }

            return _search;
        }
    }

    private int[] CheckPreference(IReadOnlyCollection<int> preference)
    {
        int[] order = [.. preference];
        bool[] seen = new bool[Count];
        foreach (int position in order)
        {
            if ((uint)position >= (uint)Count || seen[position])
            {
                throw new ArgumentException($"Position {position} does not exist or occurs twice.", nameof(preference));
            }

            seen[position] = true;
        }

        return order.Length == Count
            ? order
            : throw new ArgumentException("A position is missing.", nameof(preference));
    }
}
