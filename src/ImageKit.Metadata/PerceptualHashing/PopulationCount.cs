using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Numerics;
#endif

namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>How many bits of a word are set.</summary>
internal static class PopulationCount
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Of(ulong bits)
    {
#if NET8_0_OR_GREATER
        return BitOperations.PopCount(bits);
#else
        return InSoftware(bits);
#endif
    }

    /// <summary>Adds neighbouring bits, then pairs, then nibbles; the multiplication adds the eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int InSoftware(ulong bits)
    {
        bits -= (bits >> 1) & 0x5555555555555555;
        bits = (bits & 0x3333333333333333) + ((bits >> 2) & 0x3333333333333333);
        bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F;
        return (int)((bits * 0x0101010101010101) >> 56);
    }
}
