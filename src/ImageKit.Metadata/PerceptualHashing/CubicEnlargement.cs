namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Brings the axes that are shorter than the grid to its size, with a cubic filter. What ImageKit does with such small images
/// is not known.
/// </summary>
internal static class CubicEnlargement
{
    internal static byte[] Enlarge(byte[] pixels, int width, int height)
    {
        var result = new byte[GrayGrid.Size * GrayGrid.Size];
        for (int y = 0; y < GrayGrid.Size; y++)
        {
            int top = FirstTap(y, height, out double down);
            for (int x = 0; x < GrayGrid.Size; x++)
            {
                int left = FirstTap(x, width, out double right);
                double sum = 0;
                for (int row = 0; row < 4; row++)
                {
                    for (int column = 0; column < 4; column++)
                    {
                        sum += Weight(row - 1 - down) * Weight(column - 1 - right)
                            * pixels[(Clamp(top + row, height - 1) * width) + Clamp(left + column, width - 1)];
                    }
                }

                result[(y * GrayGrid.Size) + x] = (byte)Clamp((int)Math.Round(sum), 255);
            }
        }

        return result;
    }

    private static int FirstTap(int index, int size, out double fraction)
    {
        double position = ((index + 0.5) * size / GrayGrid.Size) - 0.5;
        double floor = Math.Floor(position);
        fraction = position - floor;
        return (int)floor - 1;
    }

    /// <summary>The cubic of Catmull and Rom, which passes through the samples.</summary>
    private static double Weight(double distance)
    {
        double x = Math.Abs(distance);
        return x < 1 ? (((1.5 * x) - 2.5) * x * x) + 1
            : x < 2 ? ((((-0.5 * x) + 2.5) * x) - 4) * x + 2
            : 0;
    }

    private static int Clamp(int value, int maximum) => Math.Max(0, Math.Min(value, maximum));
}
