using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ImageKit.Metadata.PerceptualHashing;

namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>
/// The inverse DCT of eight blocks at a time. The results equal those of libjpeg's accurate integer method to the bit; both are
/// the algorithm of C. Loeffler, A. Ligtenberg and G. Moschytz, Practical fast 1-D DCT algorithms with 11 multiplications (1989).
/// </summary>
internal static class InverseDct
{
    /// <summary>How many blocks are transformed at a time.</summary>
    internal const int BlockCount = 8;

    /// <summary>The width and height of a block.</summary>
    internal const int BlockSize = 8;

    /// <summary>How many coefficients the blocks have together.</summary>
    internal const int CoefficientCount = BlockSize * BlockSize * BlockCount;

    private const int FractionBits = 13;

    /// <summary>How many bits of the fraction remain after the first pass.</summary>
    private const int RemainingBits = 2;

    /// <summary>The two passes leave a factor of 8.</summary>
    private const int ScaleBits = 3;

    /// <summary>Transforms eight blocks that are side by side.</summary>
    /// <param name="coefficients">At each position in a block the coefficients of the eight blocks. Overwritten.</param>
    /// <param name="quantization">The factor of the coefficient at each position.</param>
    /// <param name="pixels">Receives 64 pixels in each of 8 rows.</param>
    /// <param name="stride">The distance between two rows.</param>
    [MethodImpl(CodeGeneration.Hot)]
    internal static void Transform(Span<int> coefficients, ReadOnlySpan<int> quantization, Span<byte> pixels, int stride)
    {
        Span<Vector256<int>> values = MemoryMarshal.Cast<int, Vector256<int>>(coefficients)[..(BlockSize * BlockSize)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= quantization[i];
        }

        ref Vector256<int> first = ref MemoryMarshal.GetReference(values);
        for (int x = 0; x < BlockSize; x++)
        {
            TransformLine(ref Unsafe.Add(ref first, x), BlockSize, FractionBits - RemainingBits);
        }

        for (int y = 0; y < BlockSize; y++)
        {
            TransformLine(ref Unsafe.Add(ref first, BlockSize * y), 1, FractionBits + RemainingBits + ScaleBits);
            ReadOnlySpan<Vector256<int>> row = values.Slice(BlockSize * y, BlockSize);
            (Vector256<ulong> left, Vector256<ulong> left4) = Vector256.Widen(Pack(row[0], row[1], row[2], row[3]));
            (Vector256<ulong> right, Vector256<ulong> right4) = Vector256.Widen(Pack(row[4], row[5], row[6], row[7]));
            Span<Vector256<ulong>> target = MemoryMarshal.Cast<byte, Vector256<ulong>>(pixels.Slice(y * stride, BlockSize * BlockCount));
            target[0] = left | (right << 32);
            target[1] = left4 | (right4 << 32);
        }
    }

    /// <param name="v0">The first of eight values.</param>
    /// <param name="step">The distance between two values.</param>
    /// <param name="droppedBits">How many bits of the fraction are rounded off.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformLine(ref Vector256<int> v0, int step, int droppedBits)
    {
        ref Vector256<int> v1 = ref Unsafe.Add(ref v0, step);
        ref Vector256<int> v2 = ref Unsafe.Add(ref v0, 2 * step);
        ref Vector256<int> v3 = ref Unsafe.Add(ref v0, 3 * step);
        ref Vector256<int> v4 = ref Unsafe.Add(ref v0, 4 * step);
        ref Vector256<int> v5 = ref Unsafe.Add(ref v0, 5 * step);
        ref Vector256<int> v6 = ref Unsafe.Add(ref v0, 6 * step);
        ref Vector256<int> v7 = ref Unsafe.Add(ref v0, 7 * step);

        Vector256<int> half = Vector256.Create(1 << (droppedBits - 1));
        Vector256<int> sum04 = ((v0 + v4) << FractionBits) + half, difference04 = ((v0 - v4) << FractionBits) + half;
        Vector256<int> sum26 = (v2 + v6) * 4433;
        Vector256<int> t2 = sum26 + (v2 * 6270), t6 = sum26 - (v6 * 15137);
        Vector256<int> even0 = sum04 + t2, even1 = difference04 + t6, even2 = difference04 - t6, even3 = sum04 - t2;

        Vector256<int> sum = (v1 + v3 + v5 + v7) * 9633;
        Vector256<int> t17 = (v1 + v7) * 7373, t35 = (v3 + v5) * 20995;
        Vector256<int> t37 = sum - ((v3 + v7) * 16069), t15 = sum - ((v1 + v5) * 3196);
        Vector256<int> odd0 = (v1 * 12299) - t17 + t15;
        Vector256<int> odd1 = (v3 * 25172) - t35 + t37;
        Vector256<int> odd2 = (v5 * 16819) - t35 + t15;
        Vector256<int> odd3 = (v7 * 2446) - t17 + t37;

        v0 = (even0 + odd0) >> droppedBits;
        v1 = (even1 + odd1) >> droppedBits;
        v2 = (even2 + odd2) >> droppedBits;
        v3 = (even3 + odd3) >> droppedBits;
        v4 = (even3 - odd3) >> droppedBits;
        v5 = (even2 - odd2) >> droppedBits;
        v6 = (even1 - odd1) >> droppedBits;
        v7 = (even0 - odd0) >> droppedBits;
    }

    /// <summary>Four pixels of each block as bytes, the first one lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Pack(Vector256<int> v0, Vector256<int> v1, Vector256<int> v2, Vector256<int> v3) =>
        (ToByte(v0) | (ToByte(v1) << 8) | (ToByte(v2) << 16) | (ToByte(v3) << 24)).AsUInt32();

    /// <summary>Clamps a sample, after all bits but the lowest ten are dropped, as libjpeg does with the samples of damaged images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ToByte(Vector256<int> value) =>
        Vector256.Max(Vector256.Min((value << 22 >> 22) + Vector256.Create(128), Vector256.Create(255)), Vector256<int>.Zero);
}
