namespace ImageKit.Metadata.Tests;

/// <summary>The arithmetic of ImageKit's hash as it is described, one step after the other, with nothing made fast.</summary>
internal static class LiteralPHash
{
    private const int Size = 32;

    internal static int[,] Reduce(byte[] pixels, int width, int height)
    {
        var image = new int[height, width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                image[y, x] = pixels[(y * width) + x];
            }
        }

        int[,] boxed = Transpose(Box(Transpose(Box(image))));
        double down = height / 32.0 / BoxSize(height), across = width / 32.0 / BoxSize(width);
        int[,] reduced = Lanczos(boxed, down, Vertical);
        return Transpose(Lanczos(Transpose(reduced), across, Horizontal));
    }

    internal static byte ToGray(byte red, byte green, byte blue)
    {
        double luminance = (0.2 * Linear(red)) + (0.7 * Linear(green)) + (0.1 * Linear(blue));
        double position = 255 * luminance;
        int low = Math.Min((int)position, 254);
        double lower = Math.Round(255 * Gamma(low / 255.0)), upper = Math.Round(255 * Gamma((low + 1) / 255.0));
        return (byte)Math.Round(lower + ((upper - lower) * (position - low)));
    }

    internal static PHash Hash(int[,] grid)
    {
        var coefficients = new List<double>();
        for (int u = 1; u <= 8; u++)
        {
            for (int v = 1; v <= 8; v++)
            {
                double sum = 0;
                for (int y = 0; y < Size; y++)
                {
                    for (int x = 0; x < Size; x++)
                    {
                        sum += grid[y, x]
                            * Math.Cos(((2 * x) + 1) * u * Math.PI / (2 * Size))
                            * Math.Cos(((2 * y) + 1) * v * Math.PI / (2 * Size));
                    }
                }

                // Without this, what is 0 would be a rounding error.
                coefficients.Add(Math.Round(sum, 6));
            }
        }

        double mean = coefficients.Average();
        return new PHash(coefficients.Aggregate(0UL, (bits, value) => (bits * 2) + (value > mean ? 1UL : 0)));
    }

    private static double Linear(byte value)
    {
        double x = value / 255.0;
        return x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4);
    }

    private static double Gamma(double x) => x <= 0.0031308 ? 12.92 * x : (1.055 * Math.Pow(x, 1 / 2.4)) - 0.055;

    private static int BoxSize(int size) => Math.Max(1, (int)Math.Floor(size / 32.0 / 2));

    private static int[,] Transpose(int[,] image)
    {
        var result = new int[image.GetLength(1), image.GetLength(0)];
        for (int y = 0; y < result.GetLength(0); y++)
        {
            for (int x = 0; x < result.GetLength(1); x++)
            {
                result[y, x] = image[x, y];
            }
        }

        return result;
    }

    private static int[,] Box(int[,] image)
    {
        int height = image.GetLength(0), k = BoxSize(height);
        var result = new int[(int)Math.Floor(((double)height / k) + 0.5), image.GetLength(1)];
        for (int y = 0; y < result.GetLength(0); y++)
        {
            for (int x = 0; x < result.GetLength(1); x++)
            {
                int sum = 0;
                for (int i = 0; i < k; i++)
                {
                    sum += image[Math.Min((y * k) + i, height - 1), x];
                }

                result[y, x] = (sum + (k / 2)) / k;
            }
        }

        return result;
    }

    private static int[,] Lanczos(int[,] image, double r, Func<double[], int[], int> apply)
    {
        if (r <= 1)
        {
            return image;
        }

        int size = image.GetLength(0), n = (2 * (int)Math.Round(3 * r)) + 1;
        double offset = (1 + (32 * r) - size) / 2;
        var result = new int[Size, image.GetLength(1)];
        for (int i = 0; i < Size; i++)
        {
            double position = ((i + 0.5) * r) - 0.5 - offset;
            double phase = (Math.Floor(64 * position) - (64 * Math.Floor(Math.Floor(64 * position) / 64))) / 64;
            int first = (int)Math.Floor(position) - ((n / 2) - 1);
            double[] taps = [.. Enumerable.Range(0, n).Select(j => Kernel((j - (phase + (n / 2.0) - 1)) / r))];
            double sum = taps.Sum();
            for (int x = 0; x < image.GetLength(1); x++)
            {
                int[] samples = [.. Enumerable.Range(0, n).Select(j => image[Math.Clamp(first + j, 0, size - 1), x])];
                result[i, x] = Math.Clamp(apply([.. taps.Select(tap => tap / sum)], samples), 0, 255);
            }
        }

        return result;
    }

    private static double Kernel(double x)
    {
        double angle = Math.PI * x;
        return x == 0 ? 1 : Math.Abs(x) >= 3 ? 0 : Math.Sin(angle) / angle * (Math.Sin(angle / 3) / (angle / 3));
    }

    private static int Vertical(double[] taps, int[] samples)
    {
        int[] whole = WithSumOf64(taps);
        return (samples.Zip(whole, (sample, tap) => sample * tap).Sum() + 32) >> 6;
    }

    private static int Horizontal(double[] taps, int[] samples) =>
        (samples.Zip(taps, (sample, tap) => sample * (int)Math.Truncate(tap * 4096)).Sum() + 2048) >> 12;

    private static int[] WithSumOf64(double[] taps)
    {
        int n = taps.Length;
        double low = 64 - ((n + 1) / 2), high = 64 + ((n + 1) / 2);
        while (true)
        {
            double gain = (low + high) / 2;
            int[] whole = [.. taps.Select(tap => (int)Math.Round(tap * gain))];
            int sum = whole.Sum();
            if (sum == 64)
            {
                return whole;
            }

            (low, high) = sum < 64 ? (gain, high) : (low, gain);
            if (high - low < 0.01)
            {
                int missing = 64 - sum, each = missing / n, rest = missing - (each * n);
                return [.. whole.Select((tap, i) => tap + each + (i < Math.Abs(rest) ? Math.Sign(rest) : 0))];
            }
        }
    }
}
