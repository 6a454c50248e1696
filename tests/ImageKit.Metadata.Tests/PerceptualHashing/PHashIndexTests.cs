using CsCheck;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests;

public class PHashIndexTests
{
    public static TheoryData<int> PairDistances() => [.. Enumerable.Range(0, 17)];

    [Theory]
    [MemberData(nameof(PairDistances))]
    public void Pairs_equal_brute_force(int maximumDistance) => HashSets.Any.Holds(
        hashes =>
        {
            List<PHashPair> found = [.. HashSets.Index(hashes).FindPairs(maximumDistance)];
            Assert.Equal(
                HashSets.Pairs(hashes, maximumDistance),
                found.OrderBy(pair => pair.First).ThenBy(pair => pair.Second));
        },
        count: 30);

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(16)]
    public void Pairs_equal_brute_force_among_many(int maximumDistance)
    {
        ulong[] hashes = HashSets.Make(12_000, 11);
        List<PHashPair> found = [.. HashSets.Index(hashes).FindPairs(maximumDistance)];
        Assert.Equal(
            HashSets.Pairs(hashes, maximumDistance),
            found.OrderBy(pair => pair.First).ThenBy(pair => pair.Second));
    }

    [Theory]
    [MemberData(nameof(PairDistances))]
    public void Search_equals_brute_force(int maximumDistance) => SearchEqualsBruteForce(maximumDistance);

    [Theory]
    [InlineData(20)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    public void Search_equals_brute_force_at_large_distances(int maximumDistance) => SearchEqualsBruteForce(maximumDistance);

    [Fact]
    public void Search_through_the_tables_equals_brute_force()
    {
        ulong[] hashes = HashSets.Make(100_000, 5);
        PHashIndex index = HashSets.Index(hashes);
        var random = new Random(1);
        for (int distance = 0; distance <= 16; distance++)
        {
            ulong wanted = hashes[random.Next(hashes.Length)] ^ (1UL << random.Next(64));
            AssertFound(hashes, wanted, distance, index.Search(new PHash(wanted), distance));
        }

        // Added since the tables were built: too few for new ones, then enough.
        foreach (int more in new[] { 10, 50_000 })
        {
            ulong[] added = HashSets.Make(more, 6);
            Array.ForEach(added, hash => index.Add(new PHash(hash)));
            hashes = [.. hashes, .. added];
            AssertFound(hashes, added[^1], 9, index.Search(new PHash(added[^1]), 9));
        }
    }

    [Theory]
    [MemberData(nameof(PairDistances))]
    public void Connected_groups_equal_brute_force(int maximumDistance) => HashSets.Any.Holds(
        hashes => Assert.Equal(
            ConnectedByBruteForce(hashes, maximumDistance),
            HashSets.Index(hashes).FindGroups(maximumDistance)),
        count: 30);

    [Theory]
    [MemberData(nameof(PairDistances))]
    public void Complete_groups_follow_the_rule(int maximumDistance) =>
        Gen.Select(HashSets.Any, Gen.Int[0, 1000]).Holds(
            (hashes, seed) =>
            {
                int[] preference = Shuffled(hashes.Length, seed);
                IReadOnlyList<int[]> groups =
                    HashSets.Index(hashes).FindGroups(maximumDistance, PHashLinkage.Complete, preference);
                Assert.Equal(CompleteByBruteForce(hashes, maximumDistance, preference), groups);

                int[] members = [.. groups.SelectMany(group => group)];
                Assert.Equal(members.Length, members.Distinct().Count());
                Assert.All(groups, group => Assert.InRange(Widest(hashes, group), 0, maximumDistance));
                Assert.All(groups, group => Assert.True(group.Length > 1));
            },
            count: 30);

    [Fact]
    public void Complete_groups_follow_the_rule_in_large_sparse_components()
    {
        // A walk of one-bit steps: one component, in which few pairs are near.
        var random = new Random(2);
        ulong[] hashes = new ulong[4000];
        for (int i = 1; i < hashes.Length; i++)
        {
            hashes[i] = hashes[i - 1] ^ (1UL << random.Next(64));
        }

        int[] preference = Shuffled(hashes.Length, 3);
        PHashIndex index = HashSets.Index(hashes);
        Assert.Single(index.FindGroups(3));
        Assert.Equal(
            CompleteByBruteForce(hashes, 3, preference),
            index.FindGroups(3, PHashLinkage.Complete, preference));
    }

    [Theory]
    [InlineData(PHashLinkage.Connected)]
    [InlineData(PHashLinkage.Complete)]
    public void Groups_and_members_come_in_the_order_of_preference(PHashLinkage linkage)
    {
        PHashIndex index = HashSets.Index([1, 0xFF00, 1, 0xFF01, 3, 1UL << 63]);
        Assert.Equal([[0, 2, 4], [1, 3]], index.FindGroups(1, linkage));
        Assert.Equal([[3, 1], [4, 0, 2]], index.FindGroups(1, linkage, [5, 3, 4, 0, 1, 2]));
    }

    [Fact]
    public void A_chain_is_one_connected_group_but_not_one_complete_group()
    {
        PHashIndex index = HashSets.Index([0b0000, 0b0001, 0b0011, 0b0111]);
        Assert.Equal([[0, 1, 2, 3]], index.FindGroups(1));
        Assert.Equal([[0, 1], [2, 3]], index.FindGroups(1, PHashLinkage.Complete));
        Assert.Equal([[1, 0], [2, 3]], index.FindGroups(1, PHashLinkage.Complete, [1, 0, 2, 3]));
        Assert.Equal([[2, 1]], index.FindGroups(1, PHashLinkage.Complete, [2, 1, 0, 3]));
    }

    [Fact]
    public void Equal_hashes_are_one_group_and_all_their_pairs()
    {
        ulong[] hashes = [.. Enumerable.Repeat(0xF06830CA9F1E3E90UL, 300), 0xF06830CA9F1E3E91UL, 1];
        PHashIndex index = HashSets.Index(hashes);
        Assert.Equal(300 * 299 / 2, index.FindPairs(0).Count());
        Assert.Equal((300 * 299 / 2) + 300, index.FindPairs(1).Count());
        Assert.Equal([Enumerable.Range(0, 300)], index.FindGroups(0));
        Assert.Equal([Enumerable.Range(0, 301)], index.FindGroups(1, PHashLinkage.Complete));
    }

    [Fact]
    public void Pairs_of_very_many_equal_hashes_are_made_as_they_are_taken()
    {
        PHashIndex index = HashSets.Index([.. Enumerable.Repeat(5UL, 200_000)]);
        Assert.Equal([new PHashPair(0, 1, 0), new PHashPair(0, 2, 0)], index.FindPairs(5).Take(2));
    }

    [Fact]
    public void Pairs_come_in_the_same_order_each_time()
    {
        PHashIndex index = HashSets.Index(HashSets.Make(20_000, 8));
        PHashPair[] pairs = [.. index.FindPairs(10)];
        Assert.NotEmpty(pairs);
        Assert.Equal(pairs, index.FindPairs(10));
    }

    [Fact]
    public void Pairs_wait_for_a_slow_reader_and_none_is_lost()
    {
        // Every hash is near every other: 18 million pairs, far more than may be waiting.
        ulong[] hashes = [.. Enumerable.Range(0, 6000).Select(i => (ulong)i)];
        long pairs = 0;
        foreach (PHashPair pair in HashSets.Index(hashes).FindPairs(16))
        {
            if (pairs++ == 0)
            {
                Thread.Sleep(300);
            }
        }

        Assert.Equal(6000L * 5999 / 2, pairs);
    }

    [Fact]
    public void Leaving_the_pairs_early_stops_the_search()
    {
        PHashIndex index = HashSets.Index([.. Enumerable.Range(0, 6000).Select(i => (ulong)i)]);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(i, index.FindPairs(16).Take(i).Count());
        }
    }

    [Fact]
    public void Hashes_added_while_pairs_are_taken_are_not_among_them()
    {
        ulong[] hashes = HashSets.Make(500, 4);
        PHashIndex index = HashSets.Index(hashes);
        int pairs = 0;
        foreach (PHashPair pair in index.FindPairs(10))
        {
            index.Add(new PHash(hashes[pair.First]));
            pairs++;
        }

        Assert.Equal(HashSets.Pairs(hashes, 10).Count, pairs);
    }

    [Fact]
    public void An_empty_index_holds_nothing()
    {
        var index = new PHashIndex();
        Assert.Equal(0, index.Count);
        Assert.Empty(index.FindPairs(16));
        Assert.Empty(index.FindGroups(16));
        Assert.Empty(index.FindGroups(16, PHashLinkage.Complete, []));
        Assert.Empty(index.Search(default, 64));
        Assert.Equal(0, index.WidestDistance([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index[0]);
    }

    [Fact]
    public void A_single_hash_has_no_pair()
    {
        PHashIndex index = HashSets.Index([7]);
        Assert.Equal(new PHash(7), index[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => index[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => index[-1]);
        Assert.Empty(index.FindPairs(16));
        Assert.Empty(index.FindGroups(16));
        Assert.Empty(index.FindGroups(16, PHashLinkage.Complete));
        Assert.Equal([new PHashMatch(0, 2)], index.Search(new PHash(1), 2));
        Assert.Empty(index.Search(new PHash(1), 1));
        Assert.Equal(0, index.WidestDistance([0]));
    }

    [Theory]
    [InlineData(-1, 17, 65)]
    [InlineData(int.MinValue, int.MaxValue, int.MaxValue)]
    public void Distances_out_of_range_are_refused_at_once(int tooSmall, int tooLargeForPairs, int tooLarge)
    {
        var index = new PHashIndex();
        foreach (int distance in new[] { tooSmall, tooLargeForPairs })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => index.FindPairs(distance));
            Assert.Throws<ArgumentOutOfRangeException>(() => index.FindGroups(distance));
        }

        foreach (int distance in new[] { tooSmall, tooLarge })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(default, distance));
            Assert.Throws<ArgumentOutOfRangeException>(() => PHashIndex.ExpectedChancePairs(5, distance));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 1, 3)]
    [InlineData(0, 1, -1)]
    [InlineData(0, 1, 2, 2)]
    public void An_invalid_preference_is_refused(params int[] preference) =>
        Assert.Throws<ArgumentException>(() => HashSets.Index([1, 2, 3]).FindGroups(1, PHashLinkage.Connected, preference));

    [Fact]
    public void Widest_distance_equals_brute_force() => HashSets.Any.Holds(
        hashes => Assert.Equal(
            Widest(hashes, [.. Enumerable.Range(0, hashes.Length)]),
            HashSets.Index(hashes).WidestDistance(Enumerable.Range(0, hashes.Length))),
        count: 30);

    [Fact]
    public void Widest_distance_of_many_equals_brute_force()
    {
        ulong[] hashes = HashSets.Make(6000, 9);
        int[] all = [.. Enumerable.Range(0, hashes.Length)];
        Assert.Equal(Widest(hashes, all), HashSets.Index(hashes).WidestDistance(all));
    }

    [Fact]
    public void A_cancelled_search_does_not_begin()
    {
        PHashIndex index = HashSets.Index(HashSets.Make(10_000, 1));
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => index.FindPairs(5, null, cancelled).Count());
        Assert.ThrowsAny<OperationCanceledException>(() => index.FindGroups(5, cancellationToken: cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => index.FindGroups(5, PHashLinkage.Complete, cancellationToken: cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => index.Search(default, 5, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => index.WidestDistance([0, 1], cancelled));
    }

    [Fact]
    public void Pairs_stop_when_cancelled_half_way()
    {
        PHashIndex index = HashSets.Index([.. Enumerable.Range(0, 20_000).Select(i => (ulong)i)]);
        using var stop = new CancellationTokenSource();
        int taken = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (PHashPair pair in index.FindPairs(16, null, stop.Token))
            {
                if (++taken == 1000)
                {
                    stop.Cancel();
                }
            }
        });
        Assert.InRange(taken, 1000, 100_000);
    }

    [Theory]
    [InlineData(PHashLinkage.Connected)]
    [InlineData(PHashLinkage.Complete)]
    public void Groups_stop_from_within_the_progress_report(PHashLinkage linkage)
    {
        // Long enough for a report: half a million hashes that all share their upper half.
        var random = new Random(4);
        PHashIndex index = HashSets.Index([.. Enumerable.Range(0, 500_000).Select(_ => (ulong)random.Next())]);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => index.FindGroups(16, linkage, null, new Reporter(_ => stop.Cancel()), stop.Token));
        Assert.Throws<InvalidOperationException>(
            () => index.FindGroups(16, linkage, null, new Reporter(_ => throw new InvalidOperationException())));
        Assert.Throws<InvalidOperationException>(
            () => index.FindPairs(16, new Reporter(_ => throw new InvalidOperationException())).Count());
    }

    [Fact]
    public void Progress_is_reported_on_the_calling_thread()
    {
        var random = new Random(4);
        PHashIndex index = HashSets.Index([.. Enumerable.Range(0, 500_000).Select(_ => (ulong)random.Next())]);
        using var stop = new CancellationTokenSource();
        int caller = Environment.CurrentManagedThreadId;
        var reported = new List<(int Thread, double Part)>();
        var reporter = new Reporter(part =>
        {
            reported.Add((Environment.CurrentManagedThreadId, part));
            stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => index.FindPairs(16, reporter, stop.Token).Count());
        Assert.All(reported, report => Assert.Equal(caller, report.Thread));
        Assert.All(reported, report => Assert.InRange(report.Part, 0, 1));
        Assert.NotEmpty(reported);
    }

    // Exact values from the binomial distribution.
    [Theory]
    [InlineData(1_000_000, 5, 0.2249)]
    [InlineData(1_000_000, 6, 2.257)]
    [InlineData(1_000_000, 10, 4987)]
    [InlineData(10_000, 10, 0.4987)]
    [InlineData(2, 64, 1)]
    [InlineData(1, 64, 0)]
    [InlineData(0, 0, 0)]
    public void Expected_chance_pairs_are_the_binomial_ones(long count, int maximumDistance, double expected) =>
        Assert.Equal(expected, PHashIndex.ExpectedChancePairs(count, maximumDistance), expected / 100);

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 8)]
    [InlineData(10_000, 8)]
    [InlineData(80_000, 8)]
    [InlineData(100_000, 7)]
    [InlineData(1_000_000, 5)]
    [InlineData(10_000_000, 3)]
    [InlineData(long.MaxValue, 0)]
    public void Default_distance_leaves_less_than_one_pair_to_chance(long count, int expected) =>
        Assert.Equal(expected, PHashIndex.DefaultMaximumDistance(count));

    [Fact]
    public void Negative_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PHashIndex.ExpectedChancePairs(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => PHashIndex.DefaultMaximumDistance(-1));
    }

    private static void SearchEqualsBruteForce(int maximumDistance) =>
        Gen.Select(HashSets.Any, Gen.ULong).Holds(
            (hashes, other) =>
            {
                PHashIndex index = HashSets.Index(hashes);
                foreach (ulong wanted in hashes.Take(5).Append(other))
                {
                    AssertFound(hashes, wanted, maximumDistance, index.Search(new PHash(wanted), maximumDistance));
                }
            },
            count: 30);

    private static void AssertFound(ulong[] hashes, ulong wanted, int maximumDistance, IReadOnlyList<PHashMatch> found) =>
        Assert.Equal(
            hashes
                .Select((hash, position) => new PHashMatch(position, System.Numerics.BitOperations.PopCount(hash ^ wanted)))
                .Where(match => match.Distance <= maximumDistance)
                .OrderBy(match => match.Distance)
                .ThenBy(match => match.Position),
            found);

    private static int Widest(ulong[] hashes, int[] positions) => HashSets
        .Pairs([.. positions.Select(position => hashes[position])], 64)
        .Select(pair => pair.Distance)
        .DefaultIfEmpty()
        .Max();

    private static List<int[]> ConnectedByBruteForce(ulong[] hashes, int maximumDistance)
    {
        int[] group = [.. Enumerable.Range(0, hashes.Length)];
        foreach (PHashPair pair in HashSets.Pairs(hashes, maximumDistance))
        {
            int from = Math.Max(group[pair.First], group[pair.Second]);
            int to = Math.Min(group[pair.First], group[pair.Second]);
            for (int i = 0; from != to && i < group.Length; i++)
            {
                group[i] = group[i] == from ? to : group[i];
            }
        }

        return [.. Enumerable.Range(0, hashes.Length)
            .GroupBy(position => group[position])
            .Select(members => members.ToArray())
            .Where(members => members.Length > 1)];
    }

    private static List<int[]> CompleteByBruteForce(ulong[] hashes, int maximumDistance, int[] preference)
    {
        var groups = new List<List<int>>();
        foreach (int position in preference)
        {
            List<int>? group = groups.Find(members => members.TrueForAll(member =>
                System.Numerics.BitOperations.PopCount(hashes[member] ^ hashes[position]) <= maximumDistance));
            if (group is null)
            {
                groups.Add(group = []);
            }

            group.Add(position);
        }

        return [.. groups.Where(members => members.Count > 1).Select(members => members.ToArray())];
    }

    private static int[] Shuffled(int count, int seed)
    {
        int[] positions = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(positions);
        return positions;
    }

    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
