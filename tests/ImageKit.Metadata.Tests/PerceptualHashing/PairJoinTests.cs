using CsCheck;
using ImageKit.Metadata.PerceptualHashing;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests;

public class PairJoinTests
{
    public static TheoryData<string> Kernels()
    {
        var kernels = new TheoryData<string>();
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            // What the processor lacks, or an environment variable has switched off, cannot be tested.
            if (CellKernel.Supports(width))
            {
                kernels.Add(width.ToString());
            }
        }

        return kernels;
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_plan_finds_what_brute_force_finds(string kernel)
    {
        VectorWidth width = Enum.Parse<VectorWidth>(kernel);
        Gen.Select(HashSets.Any, Gen.Int[1, 16], Gen.Int[1, 8], Gen.Int[0, BandPlan.WidestBand]).Holds(
            (hashes, radius, bandCount, bandWidth) =>
            {
                bandWidth = Math.Min(bandWidth, 64 / bandCount);
                ulong[] distinct = [.. hashes.Distinct().Order()];

                // So many differences in a band would take minutes, and no plan that is chosen has them.
                var plan = new BandPlan(bandCount, bandWidth, radius);
                if (plan.Bands.Sum(BandPlan.MaskCount) * Math.Pow(2, bandWidth) > 1e7)
                {
                    return;
                }

                Assert.Equal(HashSets.Pairs(distinct, radius), Join(distinct, plan, width));
            },
            count: 300);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Crowded_buckets_are_cut_and_still_complete(string kernel)
    {
        // One bucket holds most, more than a unit of work takes, and more than a kernel takes in one call.
        var random = new Random(7);
        ulong[] hashes = [.. Enumerable.Range(0, 5000)
            .Select(i => i % 5 == 0 ? (ulong)random.NextInt64() : 0xABCD_0000_0000_0000 | ((ulong)random.NextInt64() & 0xFFF_FFFF))
            .Distinct()
            .Order()];
        VectorWidth width = Enum.Parse<VectorWidth>(kernel);
        foreach ((int bands, int bandWidth, int radius) in new[] { (4, 16, 6), (4, 12, 3), (1, 0, 5), (3, 18, 4) })
        {
            Assert.Equal(HashSets.Pairs(hashes, radius), Join(hashes, new BandPlan(bands, bandWidth, radius), width));
        }
    }

    [Fact]
    public void Chosen_plans_stay_within_their_limits()
    {
        for (int radius = 1; radius <= PHashIndex.LargestPairDistance; radius++)
        {
            foreach (int count in new[] { 2, 100, 10_000, 1_000_000, 10_000_000, int.MaxValue })
            {
                BandPlan plan = BandPlan.ForPairs(count, radius);
                Assert.Equal(radius, plan.Radius);
                Assert.NotEmpty(plan.Bands);
                Assert.All(plan.Bands, band => Assert.InRange(band.Rotation + band.Width, 0, 64));
                Assert.All(plan.Bands, band => Assert.InRange(band.Width, 0, BandPlan.WidestBand));
                Assert.All(plan.Bands, band => Assert.Equal(BandPlan.MaskCount(band), band.Masks().Length));
            }
        }
    }

    [Fact]
    public void A_band_turns_hashes_there_and_back() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 63], Gen.Int[0, 18]).Holds((code, rotation, width) =>
        {
            var band = new Band(rotation, width, 0);
            Assert.Equal(code, band.RotateBack(band.Rotate(code)));
            Assert.True(band.Bucket(band.Rotate(code)) >> width == 0);
            Assert.True(width > 0 || band.Covers(code));
        });

    [Fact]
    public void Progress_rises_to_the_end()
    {
        ulong[] hashes = [.. HashSets.Make(3000, 3).Distinct().Order()];
        var join = new PairJoin(hashes, hashes.Length, new BandPlan(4, 10, 8), VectorWidth.None);
        double highest = 0;
        object gate = new();
        Assert.Equal(0, join.Progress);
        join.Run(
            (_, _, _) =>
            {
                lock (gate)
                {
                    highest = Math.Max(highest, join.Progress);
                }
            },
            default);
        Assert.InRange(highest, 0.5, 1);
        Assert.Equal(1, join.Progress, 6);
    }

    [Fact]
    public void A_fault_of_the_one_who_takes_the_pairs_comes_back()
    {
        ulong[] hashes = [.. HashSets.Make(3000, 3).Distinct().Order()];
        var join = new PairJoin(hashes, hashes.Length, 8);
        Assert.ThrowsAny<Exception>(() => join.Run((_, _, _) => throw new InvalidOperationException(), default));
    }

    private static List<PHashPair> Join(ulong[] distinct, BandPlan plan, VectorWidth width)
    {
        var found = new List<PHashPair>();
        new PairJoin(distinct, distinct.Length, plan, width).Run(
            (_, pairs, _) =>
            {
                lock (found)
                {
                    foreach (RankPair pair in pairs)
                    {
                        found.Add(new PHashPair(
                            Math.Min(pair.First, pair.Second), Math.Max(pair.First, pair.Second), pair.Distance));
                    }
                }
            },
            default);
        return [.. found.OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }
}
