namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Multi-index hashing: which bands to cut the hashes into so that near hashes agree, or nearly agree, in one of them.
/// </summary>
/// <remarks>
/// With m bands and a radius r = a·m + b (b less than m), two hashes within r differ in at most a bits of one of the
/// first b + 1 bands, or in at most a − 1 bits of one of the others: if not, they differ in at least
/// (b + 1)(a + 1) + (m − b − 1)a = r + 1 bits (Norouzi, Punjani and Fleet, "Fast exact search in Hamming space with
/// multi-index hashing", 2014). So only hashes that near in a band need to be compared, and none is missed.
/// </remarks>
internal sealed class BandPlan
{
    /// <summary>Wider bands would need more memory for their buckets than for the hashes.</summary>
    internal const int WidestBand = 18;

    private const int MostBands = 8;

    // What the join does, in nanoseconds of one core: comparing a row with a vector of columns, going from one pair of
    // buckets to the next, adding a hash to its bucket. Measured with AVX-512; only the ratios matter.
    private const double VectorLanes = 32;
    private const double CostOfStep = 2;
    private const double CostOfCell = 25;
    private const double CostOfScatter = 15;

    internal BandPlan(int bandCount, int width, int radius)
    {
        Radius = radius;
        int bandRadius = radius / bandCount;
        int wideBands = (radius % bandCount) + 1;
        var bands = new List<Band>();
        for (int i = 0; i < bandCount; i++)
        {
            // A band at radius −1 covers nothing: the others suffice.
            int own = i < wideBands ? bandRadius : bandRadius - 1;
            if (own >= 0)
            {
                bands.Add(new Band(i * width, width, own));
            }
        }

        Bands = bands;
    }

    /// <summary>Hashes that differ in at most so many bits are found.</summary>
    internal int Radius { get; }

    /// <summary>The bands to look in, at least one.</summary>
    internal IReadOnlyList<Band> Bands { get; }

    /// <summary>The plan that finds all pairs among so many hashes with the least work.</summary>
    internal static BandPlan ForPairs(int count, int radius)
    {
        // One band of no width: one bucket, in which all are compared with all.
        var best = new BandPlan(1, 0, radius);
        double least = best.CostOfPairs(count);
        for (int bandCount = 1; bandCount <= MostBands; bandCount++)
        {
            for (int width = 4; width <= Math.Min(WidestBand, 64 / bandCount); width++)
            {
                var plan = new BandPlan(bandCount, width, radius);
                double cost = plan.CostOfPairs(count);
                if (cost < least)
                {
                    best = plan;
                    least = cost;
                }
            }
        }

        return best;
    }

    /// <summary>The work of all bands.</summary>
    internal double CostOfPairs(int count) => Bands.Sum(band => CostOfPairs(band, count));

    /// <summary>The work that one band makes when all pairs among so many hashes are looked for.</summary>
    internal static double CostOfPairs(Band band, int count)
    {
        double buckets = Math.Pow(2, band.Width);
        double inBucket = count / buckets;
        double cells = buckets * MaskCount(band) / 2;
        double steps = cells * inBucket * ((inBucket / VectorLanes) + (1 - Math.Exp(-inBucket)) * 0.5);
        return (cells * CostOfCell) + (steps * CostOfStep) + (count * CostOfScatter);
    }

    /// <summary>The number of <see cref="Band.Masks"/>.</summary>
    internal static double MaskCount(Band band)
    {
        double choose = 1;
        double sum = 1;
        for (int bits = 1; bits <= band.Radius; bits++)
        {
            choose = choose * (band.Width - bits + 1) / bits;
            sum += choose;
        }

        return sum;
    }
}
