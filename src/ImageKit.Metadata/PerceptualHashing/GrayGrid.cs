namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>What ImageKit's perceptual hash is computed from: an image reduced to 32 x 32 gray values, row by row.</summary>
internal sealed class GrayGrid
{
    internal const int Size = 32;

    private const int Last = Size - 1;

    private readonly byte[] _cells;

    internal GrayGrid(byte[] cells) => _cells = cells;

    internal ReadOnlySpan<byte> Cells => _cells;

    /// <summary>Reverses the multiplication by alpha; the color of a transparent cell is lost, and is 0.</summary>
    internal GrayGrid Unpremultiply(GrayGrid alpha)
    {
        var cells = new byte[Size * Size];
        for (int i = 0; i < cells.Length; i++)
        {
            int opacity = alpha._cells[i];
            cells[i] = opacity == 0 ? (byte)0 : (byte)Math.Min(255, ((_cells[i] * 255) + (opacity / 2)) / opacity);
        }

        return new GrayGrid(cells);
    }

    /// <summary>The grid of the upright image.</summary>
    /// <param name="orientation">The EXIF orientation, 1 (upright) to 8.</param>
    internal GrayGrid Orient(int orientation)
    {
        var cells = new byte[Size * Size];
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                (int column, int row) = orientation switch
                {
                    1 => (x, y),
                    2 => (Last - x, y),
                    3 => (Last - x, Last - y),
                    4 => (x, Last - y),
                    5 => (y, x),
                    6 => (y, Last - x),
                    7 => (Last - y, Last - x),
                    8 => (Last - y, x),
                    _ => throw new ArgumentOutOfRangeException(nameof(orientation)),
                };
                cells[(y * Size) + x] = _cells[(row * Size) + column];
            }
        }

        return new GrayGrid(cells);
    }

    /// <summary>
    /// The hashes of the image and of its rotated and mirrored copies, in the order of the EXIF orientations. A mirrored grid has the
    /// same coefficients, with the opposite sign where the frequency is odd.
    /// </summary>
    internal PHash[] ToOrientationHashes()
    {
        double[] stored = Transform(), exchanged = Orient(5).Transform();
        return
        [
            Threshold(stored, across: 1, down: 1), Threshold(stored, across: -1, down: 1), Threshold(stored, across: -1, down: -1), Threshold(stored, across: 1, down: -1),
            Threshold(exchanged, across: 1, down: 1), Threshold(exchanged, across: -1, down: 1), Threshold(exchanged, across: -1, down: -1), Threshold(exchanged, across: 1, down: -1),
        ];
    }

    /// <summary>
    /// Compares the 64 lowest frequencies that vary along both axes with their mean. A grid that does not vary along both
    /// axes, such as that of a single-color image or of a straight gradient, has the hash 0.
    /// </summary>
    internal PHash ToPHash() => Threshold(Transform(), across: 1, down: 1);

    /// <summary>The coefficients: the horizontal frequencies 1 to 8, and for each of them the vertical ones.</summary>
    private double[] Transform()
    {
        const int Count = CosineTransform.FrequencyCount;
        Span<double> samples = stackalloc double[Size];
        Span<double> rows = stackalloc double[Size * Count];
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                samples[x] = _cells[(y * Size) + x];
            }

            CosineTransform.Transform(samples, rows.Slice(y * Count, Count));
        }

        double[] coefficients = new double[Count * Count];
        for (int u = 0; u < Count; u++)
        {
            for (int y = 0; y < Size; y++)
            {
                samples[y] = rows[(y * Count) + u];
            }

            CosineTransform.Transform(samples, coefficients.AsSpan(u * Count, Count));
        }

        return coefficients;
    }

    /// <param name="coefficients">The coefficients.</param>
    /// <param name="across">The sign of those with an odd horizontal frequency.</param>
    /// <param name="down">The sign of those with an odd vertical frequency.</param>
    private static PHash Threshold(double[] coefficients, int across, int down)
    {
        Span<double> signed = stackalloc double[coefficients.Length];
        double mean = 0;
        for (int i = 0; i < signed.Length; i++)
        {
            // The frequencies start at 1: those at even positions are odd.
            bool isAcross = i / CosineTransform.FrequencyCount % 2 == 0, isDown = i % 2 == 0;
            signed[i] = coefficients[i] * (isAcross ? across : 1) * (isDown ? down : 1);
            mean += signed[i];
        }

        mean /= signed.Length;
        ulong bits = 0;
        foreach (double coefficient in signed)
        {
            bits = (bits << 1) | (coefficient > mean ? 1UL : 0);
        }

        return new PHash(bits);
    }
}
