using CsCheck;

namespace ImageKit.Metadata.Tests;

/// <summary>Sets of hashes that are hard on a search, and what brute force says about them.</summary>
internal static class HashSets
{
    /// <summary>Random hashes, with near ones, equal ones, and clumps that agree in most bits.</summary>
    internal static ulong[] Make(int count, ulong seed)
    {
        var random = new Random((int)(seed ^ (seed >> 32)));
        ulong clump = Next(random);
        var hashes = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            hashes[i] = random.Next(10) switch
            {
                0 when i > 0 => hashes[random.Next(i)],
                1 or 2 or 3 when i > 0 => Flip(hashes[random.Next(i)], random.Next(20), random),
                4 or 5 => Flip(clump, random.Next(12), random),

                // All but a few bits of the upper, the middle or the lower part alike: crowded buckets.
                6 => (clump & 0xFFFFFFFFFFFF0000) | (Next(random) & 0xFFFF),
                7 => (clump & 0xFFFF00000000FFFF) | (Next(random) & 0x0000FFFFFFFF0000),
                _ => Next(random),
            };
        }

        return hashes;
    }

    internal static readonly Gen<ulong[]> Any = Gen.Select(Gen.Int[0, 400], Gen.ULong, Make);

    internal static PHashIndex Index(ulong[] hashes)
    {
        var index = new PHashIndex();
        for (int i = 0; i < hashes.Length; i++)
        {
            Assert.Equal(i, index.Add(new PHash(hashes[i])));
        }

        return index;
    }

    internal static List<PHashPair> Pairs(ulong[] hashes, int maximumDistance)
    {
        var pairs = new List<PHashPair>();
        for (int first = 0; first < hashes.Length; first++)
        {
            for (int second = first + 1; second < hashes.Length; second++)
            {
                int distance = System.Numerics.BitOperations.PopCount(hashes[first] ^ hashes[second]);
                if (distance <= maximumDistance)
                {
                    pairs.Add(new PHashPair(first, second, distance));
                }
            }
        }

        return pairs;
    }

    private static ulong Flip(ulong hash, int bits, Random random)
    {
        for (int i = 0; i < bits; i++)
        {
            hash ^= 1UL << random.Next(64);
        }

        return hash;
    }

    private static ulong Next(Random random)
    {
        byte[] bytes = new byte[8];
        random.NextBytes(bytes);
        return BitConverter.ToUInt64(bytes, 0);
    }
}
