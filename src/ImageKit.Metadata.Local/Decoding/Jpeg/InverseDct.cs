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
    /// <param name="coefficients">At each position in a block the coefficients of the eight blocks. Set to 0.</param>
    /// <param name="quantization">The factor of the coefficient at each position.</param>
    /// <param name="pixels">Receives 64 pixels in each of 8 rows.</param>
    /// <param name="stride">The distance between two rows.</param>
    [MethodImpl(CodeGeneration.Hot)]
    internal static void Transform(Span<int> coefficients, ReadOnlySpan<int> quantization, Span<byte> pixels, int stride)
    {
        Span<Vector256<int>> values = MemoryMarshal.Cast<int, Vector256<int>>(coefficients)[..(BlockSize * BlockSize)];
        ref int factors = ref MemoryMarshal.GetReference(quantization[..values.Length]);
        for (int x = 0; x < BlockSize; x++)
        {
            ref Vector256<int> column = ref values[x];
            Line line = Line.Load(ref column, BlockSize).Multiply(ref Unsafe.Add(ref factors, x), BlockSize);
            line.Transform(FractionBits - RemainingBits).Store(ref column, BlockSize);
        }

        for (int y = 0; y < BlockSize; y++)
        {
            ref Vector256<int> row = ref values[BlockSize * y];
            Line line = Line.Load(ref row, 1).Transform(FractionBits + RemainingBits + ScaleBits);
            default(Line).Store(ref row, 1);
            (Vector256<ulong> left, Vector256<ulong> left4) = Vector256.Widen(Pack(line.V0, line.V1, line.V2, line.V3));
            (Vector256<ulong> right, Vector256<ulong> right4) = Vector256.Widen(Pack(line.V4, line.V5, line.V6, line.V7));
            Span<Vector256<ulong>> target = MemoryMarshal.Cast<byte, Vector256<ulong>>(pixels.Slice(y * stride, BlockSize * BlockCount));
            target[0] = left | (right << 32);
            target[1] = left4 | (right4 << 32);
        }
    }

    /// <summary>Four pixels of each block as bytes, the first one lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Pack(Vector256<int> v0, Vector256<int> v1, Vector256<int> v2, Vector256<int> v3) =>
        (ToByte(v0) | (ToByte(v1) << 8) | (ToByte(v2) << 16) | (ToByte(v3) << 24)).AsUInt32();

    /// <summary>Clamps a sample, after all bits but the lowest ten are dropped, as libjpeg does with the samples of damaged images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ToByte(Vector256<int> value) =>
        Vector256.Max(Vector256.Min((value << 22 >> 22) + Vector256.Create(128), Vector256.Create(255)), Vector256<int>.Zero);

    /// <summary>A row or column of the blocks.</summary>
    private readonly record struct Line(
        Vector256<int> V0,
        Vector256<int> V1,
        Vector256<int> V2,
        Vector256<int> V3,
        Vector256<int> V4,
        Vector256<int> V5,
        Vector256<int> V6,
        Vector256<int> V7)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Line Load(ref Vector256<int> first, int step) => new(
            first,
            Unsafe.Add(ref first, step),
            Unsafe.Add(ref first, 2 * step),
            Unsafe.Add(ref first, 3 * step),
            Unsafe.Add(ref first, 4 * step),
            Unsafe.Add(ref first, 5 * step),
            Unsafe.Add(ref first, 6 * step),
            Unsafe.Add(ref first, 7 * step));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Store(ref Vector256<int> first, int step)
        {
            first = V0;
            Unsafe.Add(ref first, step) = V1;
            Unsafe.Add(ref first, 2 * step) = V2;
            Unsafe.Add(ref first, 3 * step) = V3;
            Unsafe.Add(ref first, 4 * step) = V4;
            Unsafe.Add(ref first, 5 * step) = V5;
            Unsafe.Add(ref first, 6 * step) = V6;
            Unsafe.Add(ref first, 7 * step) = V7;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Line Multiply(ref int factor, int step) => new(
            V0 * factor,
            V1 * Unsafe.Add(ref factor, step),
            V2 * Unsafe.Add(ref factor, 2 * step),
            V3 * Unsafe.Add(ref factor, 3 * step),
            V4 * Unsafe.Add(ref factor, 4 * step),
            V5 * Unsafe.Add(ref factor, 5 * step),
            V6 * Unsafe.Add(ref factor, 6 * step),
            V7 * Unsafe.Add(ref factor, 7 * step));

        /// <param name="droppedBits">How many bits of the fraction are rounded off.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Line Transform(int droppedBits)
        {
            Vector256<int> half = Vector256.Create(1 << (droppedBits - 1));
            Vector256<int> sum04 = ((V0 + V4) << FractionBits) + half, difference04 = ((V0 - V4) << FractionBits) + half;
            Vector256<int> sum26 = (V2 + V6) * 4433;
            Vector256<int> t2 = sum26 + (V2 * 6270), t6 = sum26 - (V6 * 15137);
            Vector256<int> even0 = sum04 + t2, even1 = difference04 + t6, even2 = difference04 - t6, even3 = sum04 - t2;

            Vector256<int> sum = (V1 + V3 + V5 + V7) * 9633;
            Vector256<int> t17 = (V1 + V7) * 7373, t35 = (V3 + V5) * 20995;
            Vector256<int> t37 = sum - ((V3 + V7) * 16069), t15 = sum - ((V1 + V5) * 3196);
            Vector256<int> odd0 = (V1 * 12299) - t17 + t15;
            Vector256<int> odd1 = (V3 * 25172) - t35 + t37;
            Vector256<int> odd2 = (V5 * 16819) - t35 + t15;
            Vector256<int> odd3 = (V7 * 2446) - t17 + t37;

            return new(
                (even0 + odd0) >> droppedBits,
                (even1 + odd1) >> droppedBits,
                (even2 + odd2) >> droppedBits,
                (even3 + odd3) >> droppedBits,
                (even3 - odd3) >> droppedBits,
                (even2 - odd2) >> droppedBits,
                (even1 - odd1) >> droppedBits,
                (even0 - odd0) >> droppedBits);
        }
    }
}
