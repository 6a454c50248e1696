using System.Runtime.CompilerServices;

namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Colors to gray as ImageKit's hash has it: the channels in linear light, weighted, and back through a table of 256 values
/// with linear interpolation between them, which makes dark grays darker than they were.
/// </summary>
internal static class GrayConversion
{
    private const double RedWeight = 0.2;
    private const double GreenWeight = 0.7;
    private const double BlueWeight = 0.1;

    /// <summary>Luminance 0 to 255 is held in fixed point; as many fraction bits as 32 bits have room for.</summary>
    private const int FractionBits = 23;

    /// <summary>
    /// The gray value rises by at most 13 from one luminance to the next. Cells of a 16th thus contain at most one step each.
    /// </summary>
    private const int CellBits = FractionBits - 4;

    private static readonly int[] Red = Weigh(RedWeight);
    private static readonly int[] Green = Weigh(GreenWeight);
    private static readonly int[] Blue = Weigh(BlueWeight);

    /// <summary>
    /// Per cell of luminance what has to be added to the luminance so that the bits above <see cref="CellBits"/> are the
    /// gray value.
    /// </summary>
    private static readonly int[] GrayOfCell = MakeGrayOfCell();

    /// <summary>Converts a row of opaque pixels.</summary>
    /// <param name="pixels">Red, green, blue and an ignored byte per pixel.</param>
    /// <param name="gray">Receives one gray value per pixel.</param>
    internal static unsafe void Convert(ReadOnlySpan<byte> pixels, Span<byte> gray)
    {
        if (pixels.Length < 4 * gray.Length)
        {
            throw new ArgumentException("Each gray value needs 4 bytes.", nameof(pixels));
        }

        fixed (byte* first = pixels, target = gray)
        {
            Convert(first, target, gray.Length);
        }
    }

    /// <summary>Converts a row of pixels with transparency; the gray values are multiplied by alpha.</summary>
    /// <param name="pixels">Red, green, blue, not multiplied by alpha, and alpha per pixel.</param>
    /// <param name="gray">Receives one gray value per pixel.</param>
    /// <param name="alpha">Receives the alpha of each pixel.</param>
    internal static void ConvertPremultiplied(ReadOnlySpan<byte> pixels, Span<byte> gray, Span<byte> alpha)
    {
        Convert(pixels, gray);
        for (int i = 0; i < gray.Length; i++)
        {
            alpha[i] = pixels[(4 * i) + 3];
            gray[i] = (byte)(((gray[i] * alpha[i]) + 127) / 255);
        }
    }

    /// <summary>Four table lookups per pixel. A byte selects from 256 entries, and no luminance lies beyond the last cell.</summary>
    [MethodImpl(CodeGeneration.Hot)]
    private static unsafe void Convert(byte* pixel, byte* gray, int count)
    {
        fixed (int* red = Red, green = Green, blue = Blue, grayOfCell = GrayOfCell)
        {
            byte* end = gray + count;
            // Four at a time, which the runtime does not do by itself.
            for (; end - gray >= 4; gray += 4, pixel += 16)
            {
                int first = red[pixel[0]] + green[pixel[1]] + blue[pixel[2]];
                int second = red[pixel[4]] + green[pixel[5]] + blue[pixel[6]];
                int third = red[pixel[8]] + green[pixel[9]] + blue[pixel[10]];
                int fourth = red[pixel[12]] + green[pixel[13]] + blue[pixel[14]];
                gray[0] = ToGray(first, grayOfCell);
                gray[1] = ToGray(second, grayOfCell);
                gray[2] = ToGray(third, grayOfCell);
                gray[3] = ToGray(fourth, grayOfCell);
            }

            for (; gray < end; gray++, pixel += 4)
            {
                *gray = ToGray(red[pixel[0]] + green[pixel[1]] + blue[pixel[2]], grayOfCell);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe byte ToGray(int luminance, int* grayOfCell) =>
        (byte)((grayOfCell[(uint)luminance >> CellBits] + luminance) >> CellBits);

    private static double ToLinear(double value) =>
        value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static double ToGamma(double value) =>
        value <= 0.0031308 ? 12.92 * value : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055;

    private static int[] Weigh(double weight) =>
        [.. Enumerable.Range(0, 256).Select(i => (int)Math.Round(ToLinear(i / 255.0) * 255 * weight * (1 << FractionBits)))];

    private static int[] MakeGrayOfCell()
    {
        const int CellsPerLuminance = 1 << (FractionBits - CellBits);
        int[] table = [.. Enumerable.Range(0, 256).Select(i => (int)Math.Round(255 * ToGamma(i / 255.0)))];
        // White may come out one unit above 255.
        var cells = new int[(255 * CellsPerLuminance) + 1];
        for (int cell = 0; cell < cells.Length; cell++)
        {
            int low = cell / CellsPerLuminance;
            int rise = table[Math.Min(low + 1, 255)] - table[low];
            double start = (double)(cell % CellsPerLuminance) / CellsPerLuminance;
            int gray = (int)Math.Round(table[low] + (rise * start));
            int step = 1 << CellBits;
            if (rise > 0)
            {
                // Where the next gray value, which is rounded, begins.
                double next = (gray + 0.5 - table[low]) / rise;
                step = (int)Math.Min(step, Math.Ceiling((next - start) * (1 << FractionBits)));
            }

            cells[cell] = ((gray - cell + 1) << CellBits) - step;
        }

        return cells;
    }
}
