namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>The second step of the reduction along one axis: to the size of the grid with a Lanczos filter of three lobes.</summary>
internal sealed class LanczosAxis(int size, double scale)
{
    private const int PhaseCount = 64;

    private readonly int _tapCount = (2 * (int)Math.Round(3 * scale)) + 1;

    /// <summary>Reduces the rows of an image to 32.</summary>
    internal byte[] ReduceRows(byte[] pixels, int width)
    {
        var result = new byte[GrayGrid.Size * width];
        for (int y = 0; y < GrayGrid.Size; y++)
        {
            int first = FirstTap(y, out int phase);
            int[] taps = ScaleToSum(MakeTaps(phase), 64);
            for (int x = 0; x < width; x++)
            {
                int sum = 32;
                for (int tap = 0; tap < taps.Length; tap++)
                {
                    sum += taps[tap] * pixels[(Clamp(first + tap, size - 1) * width) + x];
                }

                result[(y * width) + x] = (byte)Clamp(sum >> 6, 255);
            }
        }

        return result;
    }

    /// <summary>Reduces the columns of an image to 32.</summary>
    internal byte[] ReduceColumns(byte[] pixels, int height)
    {
        var result = new byte[height * GrayGrid.Size];
        for (int x = 0; x < GrayGrid.Size; x++)
        {
            int first = FirstTap(x, out int phase);
            int[] taps = Array.ConvertAll(MakeTaps(phase), tap => (int)(tap * 4096));
            for (int y = 0; y < height; y++)
            {
                int sum = 2048;
                for (int tap = 0; tap < taps.Length; tap++)
                {
                    sum += taps[tap] * pixels[(y * size) + Clamp(first + tap, size - 1)];
                }

                result[(y * GrayGrid.Size) + x] = (byte)Clamp(sum >> 12, 255);
            }
        }

        return result;
    }

    private int FirstTap(int index, out int phase)
    {
        double offset = (1 + (GrayGrid.Size * scale) - size) / 2;
        double position = ((index + 0.5) * scale) - 0.5 - offset;
        phase = (int)Math.Floor(position * PhaseCount) & (PhaseCount - 1);
        return (int)Math.Floor(position) - ((_tapCount / 2) - 1);
    }

    /// <summary>The filter at one phase; the taps add up to 1.</summary>
    private double[] MakeTaps(int phase)
    {
        var taps = new double[_tapCount];
        double center = ((double)phase / PhaseCount) + (_tapCount / 2.0) - 1;
        double sum = 0;
        for (int i = 0; i < taps.Length; i++)
        {
            taps[i] = Lanczos((i - center) / scale);
            sum += taps[i];
        }

        return Array.ConvertAll(taps, tap => tap / sum);
    }

    private static double Lanczos(double x) => Math.Abs(x) < 3 ? Sinc(x) * Sinc(x / 3) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>Whole numbers in proportion to the taps, with exactly that sum.</summary>
    private static int[] ScaleToSum(double[] taps, int sum)
    {
        int spread = (taps.Length + 1) / 2;
        double low = sum - spread, high = sum + spread;
        int[] scaled;
        int missing;
        do
        {
            double gain = (low + high) / 2;
            scaled = Array.ConvertAll(taps, tap => (int)Math.Round(tap * gain));
            missing = sum - scaled.Sum();
            if (missing > 0)
            {
                low = gain;
            }
            else
            {
                high = gain;
            }
        }
        while (missing != 0 && high - low >= 0.01);

        int share = missing / taps.Length;
        int rest = missing % taps.Length;
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] += share + (i < Math.Abs(rest) ? Math.Sign(rest) : 0);
        }

        return scaled;
    }

    private static int Clamp(int value, int maximum) => Math.Max(0, Math.Min(value, maximum));
}
