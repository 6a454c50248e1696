using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>Hands out perceptual hashes that lie far apart, so that only planted duplicates look alike.</summary>
internal sealed class HashPool(SeededRandom random)
{
    /// <summary>Hashes that are not planted to be alike differ in more bits than this.</summary>
    public const int Apart = 16;

    private const int MostBitsOfCopy = 4;

    // The hash of flat pictures is 0: nothing else may come near it.
    private readonly List<ulong> _hashes = [0];

    /// <summary>A hash that leaves room for copies of its own.</summary>
    public ulong Original()
    {
        ulong hash;
        do
        {
            hash = random.NextBits();
        }
        while (!IsApart(hash, Apart + MostBitsOfCopy));

        _hashes.Add(hash);
        return hash;
    }

    /// <summary>A hash far from all others.</summary>
    public ulong Single()
    {
        ulong hash;
        do
        {
            hash = random.NextBits();
        }
        while (!IsApart(hash, Apart));

        _hashes.Add(hash);
        return hash;
    }

    /// <summary>A hash that differs in the given number of bits (1 to 4).</summary>
    public ulong Copy(ulong original, int bits)
    {
        ulong mask = 0;
        while (BitOperations.PopCount(mask) < bits)
        {
            mask |= 1UL << random.Next(0, 63);
        }

        _hashes.Add(original ^ mask);
        return original ^ mask;
    }

    private bool IsApart(ulong hash, int bits)
    {
        foreach (ulong other in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_hashes))
        {
            if (BitOperations.PopCount(hash ^ other) <= bits)
            {
                return false;
            }
        }

        return true;
    }
}
