using ImageKit.Metadata;

namespace Benchmarks.PerceptualHashing;

/// <summary>Hashes to search, the same for the same seed.</summary>
internal static class TestHashes
{
    private const int Copies = 200_000;

    /// <param name="kind">
    /// random: 64 random bits each. planted: 80 % random, 20 % copies of an earlier hash with 0 to 12 random bits
    /// flipped. repeated: as planted, but one hash takes the place of 200,000 others (of a fifth, when there are
    /// fewer than a million).
    /// </param>
    /// <param name="count">The number of hashes.</param>
    /// <param name="hashes">Takes them. An index, not an array: the module's memory is to be measured, and no other.</param>
    internal static void AddTo(PHashIndex hashes, string kind, int count)
    {
        var random = new Random(20240229);
        long copies = kind == "repeated" ? Math.Min(Copies, count / 5) : 0;
        var repeated = new PHash(0xF06830CA9F1E3E90);
        for (int i = 0; i < count; i++)
        {
            ulong hash;
            int original = random.Next(Math.Max(1, i));
            if (kind != "random" && i > 0 && hashes[original] != repeated && random.Next(5) == 0)
            {
                hash = hashes[original].Value;
                for (int bits = random.Next(13); bits > 0; bits--)
                {
                    hash ^= 1UL << random.Next(64);
                }
            }
            else
            {
                hash = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            }

            // Spread evenly: every so often the next copy is due.
            bool isCopy = (i + 1) * copies / count > i * copies / count;
            hashes.Add(isCopy ? repeated : new PHash(hash));
        }
    }
}
