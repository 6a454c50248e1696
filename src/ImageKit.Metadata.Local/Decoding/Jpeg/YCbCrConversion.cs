using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ImageKit.Metadata.PerceptualHashing;

namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>Chroma upsampling and the conversion of YCbCr to RGB. The results equal those of libjpeg to the bit.</summary>
internal static class YCbCrConversion
{
    /// <summary>Chroma samples as they are.</summary>
    /// <param name="row">The samples.</param>
    /// <param name="samples">Receives them.</param>
    internal static void Widen(ReadOnlySpan<byte> row, Span<ushort> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = row[i];
        }
    }

    /// <summary>Chroma samples between two rows: three quarters of the nearest row and a quarter of the other.</summary>
    /// <param name="nearest">The nearest row.</param>
    /// <param name="other">The other row.</param>
    /// <param name="samples">Receives four times the samples.</param>
    [MethodImpl(CodeGeneration.Hot)]
    internal static void Mix(ReadOnlySpan<byte> nearest, ReadOnlySpan<byte> other, Span<ushort> samples)
    {
        ref byte first = ref MemoryMarshal.GetReference(nearest[..samples.Length]), second = ref MemoryMarshal.GetReference(other[..samples.Length]);
        ref ushort target = ref MemoryMarshal.GetReference(samples);
        int i = 0;
        for (; i <= samples.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)i));
            (Vector256<ushort> otherLow, Vector256<ushort> otherHigh) = Vector256.Widen(Vector256.LoadUnsafe(ref second, (nuint)i));
            ((low * 3) + otherLow).StoreUnsafe(ref target, (nuint)i);
            ((high * 3) + otherHigh).StoreUnsafe(ref target, (nuint)(i + Vector256<ushort>.Count));
        }

        for (; i < samples.Length; i++)
        {
            samples[i] = (ushort)((3 * nearest[i]) + other[i]);
        }
    }

    /// <summary>Chroma samples between two columns: three quarters of the nearest sample and a quarter of the other.</summary>
    /// <param name="samples">The samples; the first and the last place are free, and receive a copy of their neighbor.</param>
    /// <param name="scaleBits">By how many bits the samples are shifted to the left: 0, or 2 after <see cref="Mix"/>.</param>
    /// <param name="row">Receives two bytes for each sample.</param>
    [MethodImpl(CodeGeneration.Hot)]
    internal static void Upsample(Span<ushort> samples, int scaleBits, Span<byte> row)
    {
        samples[0] = samples[1];
        samples[^1] = samples[^2];
        int count = samples.Length - 2, droppedBits = scaleBits + 2;
        // Rounded down on one side and up on the other, so that the mean remains.
        (ushort left, ushort right) = scaleBits == 0 ? ((ushort)1, (ushort)2) : ((ushort)8, (ushort)7);
        Span<ushort> pairs = MemoryMarshal.Cast<byte, ushort>(row)[..count];
        ref ushort source = ref MemoryMarshal.GetReference(samples), target = ref MemoryMarshal.GetReference(pairs);
        int i = 0;
        for (; i <= count - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            Vector256<ushort> nearest = Vector256.LoadUnsafe(ref source, (nuint)(i + 1)) * 3;
            Vector256<ushort> even = (nearest + Vector256.LoadUnsafe(ref source, (nuint)i) + Vector256.Create(left)) >> droppedBits;
            Vector256<ushort> odd = (nearest + Vector256.LoadUnsafe(ref source, (nuint)(i + 2)) + Vector256.Create(right)) >> droppedBits;
            (even | (odd << 8)).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < count; i++)
        {
            int nearest = 3 * samples[i + 1];
            pairs[i] = (ushort)(((nearest + samples[i] + left) >> droppedBits) | ((nearest + samples[i + 2] + right) >> droppedBits << 8));
        }
    }

    /// <summary>Grayscale to RGB.</summary>
    /// <param name="luma">The gray values.</param>
    /// <param name="pixels">Receives red, green, blue and an unused byte for each of them.</param>
    internal static void ToRgb(ReadOnlySpan<byte> luma, Span<byte> pixels)
    {
        Span<int> target = MemoryMarshal.Cast<byte, int>(pixels);
        for (int i = 0; i < luma.Length; i++)
        {
            target[i] = luma[i] * 0x010101;
        }
    }

    /// <summary>YCbCr to RGB, with factors of 16 bits of fraction: ITU-T T.871, 7.</summary>
    /// <param name="luma">Y; the length is a multiple of 8.</param>
    /// <param name="cb">Cb, of the same length.</param>
    /// <param name="cr">Cr, of the same length.</param>
    /// <param name="pixels">Receives red, green, blue and an unused byte for each pixel.</param>
    [MethodImpl(CodeGeneration.Hot)]
    internal static void ToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> pixels)
    {
        ReadOnlySpan<ulong> ys = MemoryMarshal.Cast<byte, ulong>(luma);
        ReadOnlySpan<ulong> blues = MemoryMarshal.Cast<byte, ulong>(cb)[..ys.Length], reds = MemoryMarshal.Cast<byte, ulong>(cr)[..ys.Length];
        Span<Vector256<int>> target = MemoryMarshal.Cast<byte, Vector256<int>>(pixels)[..ys.Length];
        Vector256<int> center = Vector256.Create(128), half = Vector256.Create(1 << 15);
        for (int i = 0; i < ys.Length; i++)
        {
            Vector256<int> y = Widen(ys[i]), blue = Widen(blues[i]) - center, red = Widen(reds[i]) - center;
            Vector256<int> r = Clamp(y + (((red * 91881) + half) >> 16));
            Vector256<int> g = Clamp(y + ((half - (blue * 22554) - (red * 46802)) >> 16));
            Vector256<int> b = Clamp(y + (((blue * 116130) + half) >> 16));
            target[i] = r | (g << 8) | (b << 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(ulong eightBytes)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.WidenLower(Vector128.CreateScalarUnsafe(eightBytes).AsByte()));
        return Vector256.Create(low, high).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Clamp(Vector256<int> value) =>
        Vector256.Max(Vector256.Min(value, Vector256.Create(255)), Vector256<int>.Zero);
}
