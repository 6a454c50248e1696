namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>What ImageKit's perceptual hash is computed from: an image reduced to 32 x 32 gray values, row by row.</summary>
internal sealed class GrayGrid
{
    internal const int Size = 32;

    private const int Last = Size - 1;
    private const int OrientationCount = 8;

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

    /// <summary>The hashes of the image and of its rotated and mirrored copies, in the order of the EXIF orientations.</summary>
    internal PHash[] ToOrientationHashes() => [.. Enumerable.Range(1, OrientationCount).Select(orientation => Orient(orientation).ToPHash())];

    /// <summary>
    /// Compares the 64 lowest frequencies that vary along both axes with their mean. A grid that does not vary along both
    /// axes, such as that of a single-color image or of a straight gradient, has the hash 0.
    /// </summary>
    internal PHash ToPHash()
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

        Span<double> coefficients = stackalloc double[Count * Count];
        for (int u = 0; u < Count; u++)
        {
            for (int y = 0; y < Size; y++)
            {
                samples[y] = rows[(y * Count) + u];
            }

            CosineTransform.Transform(samples, coefficients.Slice(u * Count, Count));
        }

        double mean = 0;
        foreach (double coefficient in coefficients)
        {
            mean += coefficient;
        }

        mean /= coefficients.Length;
        ulong bits = 0;
        foreach (double coefficient in coefficients)
        {
            bits = (bits << 1) | (coefficient > mean ? 1UL : 0);
        }

        return new PHash(bits);
    }
}
