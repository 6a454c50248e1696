using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Numerics;
#endif

namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Reduces a gray image of any size to the grid. Takes the rows one by one, from the top; keeps the sums of one row of boxes
/// and an image of fewer than 128 x 128 pixels.
/// </summary>
internal sealed class GridReduction
{
    private readonly int _width;
    private readonly int _height;
    private readonly BoxAxis _across;
    private readonly BoxAxis _down;
    private readonly uint[] _sums;
    private readonly byte[] _boxes;
    private int _rowCount;
    private int _boxCount;

    /// <param name="width">The width of the image in pixels, at least 1.</param>
    /// <param name="height">The height of the image in pixels, at least 1.</param>
    internal GridReduction(int width, int height)
    {
        _width = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width));
        _height = height > 0 ? height : throw new ArgumentOutOfRangeException(nameof(height));
        _across = new BoxAxis(width);
        _down = new BoxAxis(height);
        _sums = new uint[width];
        _boxes = new byte[_across.Count * _down.Count];
    }

    /// <summary>Reduces an image that is in memory.</summary>
    /// <param name="pixels">The gray values, row by row, without padding.</param>
    /// <param name="width">The width of the image in pixels.</param>
    /// <param name="height">The height of the image in pixels.</param>
    internal static GrayGrid Reduce(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var reduction = new GridReduction(width, height);
        for (int y = 0; y < height; y++)
        {
            reduction.AddRow(pixels.Slice(y * width, width));
        }

        return reduction.ToGrid();
    }

    /// <summary>Adds the next row.</summary>
    /// <param name="row">The gray values of the row.</param>
    internal void AddRow(ReadOnlySpan<byte> row)
    {
        if (row.Length != _width)
        {
            throw new ArgumentException($"A row must have {_width} pixels.", nameof(row));
        }

        if (_rowCount == _height)
        {
            throw new InvalidOperationException($"The image has only {_height} rows.");
        }

        _rowCount++;
        if (_boxCount == _down.Count)
        {
            return;
        }

        AddToSums(row);
        int missing = ((_boxCount + 1) * _down.BoxSize) - _rowCount;
        if (_rowCount == _height)
        {
            for (; missing > 0; missing--)
            {
                AddToSums(row);
            }
        }

        if (missing == 0)
        {
            CompleteBoxes();
        }
    }

    /// <summary>The grid, after the last row.</summary>
    internal GrayGrid ToGrid()
    {
        if (_rowCount != _height)
        {
            throw new InvalidOperationException($"Only {_rowCount} of {_height} rows were added.");
        }

        byte[] pixels = _boxes;
        int width = _across.Count;
        int height = _down.Count;
        if (_down.Scale > 1)
        {
            pixels = new LanczosAxis(height, _down.Scale).ReduceRows(pixels, width);
            height = GrayGrid.Size;
        }

        if (_across.Scale > 1)
        {
            pixels = new LanczosAxis(width, _across.Scale).ReduceColumns(pixels, height);
            width = GrayGrid.Size;
        }

        return new GrayGrid(width == GrayGrid.Size && height == GrayGrid.Size
            ? pixels
            : CubicEnlargement.Enlarge(pixels, width, height));
    }

    private void CompleteBoxes()
    {
        uint[] sums = _sums;
        for (int x = 0; x < sums.Length; x++)
        {
            sums[x] = _down.Mean(sums[x]);
        }

        int size = _across.BoxSize;
        for (int box = 0; box < _across.Count; box++)
        {
            uint sum = 0;
            for (int x = box * size; x < (box + 1) * size; x++)
            {
                sum += sums[Math.Min(x, _width - 1)];
            }

            _boxes[(_boxCount * _across.Count) + box] = _across.Mean(sum);
        }

        Array.Clear(sums, 0, sums.Length);
        _boxCount++;
    }

    [MethodImpl(CodeGeneration.Hot)]
    private void AddToSums(ReadOnlySpan<byte> row)
    {
        Span<uint> sums = _sums;
        int x = 0;
#if NET8_0_OR_GREATER
        for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[x..]), out Vector<ushort> low, out Vector<ushort> high);
            Add(low, sums[x..]);
            Add(high, sums[(x + Vector<ushort>.Count)..]);
        }
#endif
        for (; x < row.Length; x++)
        {
            sums[x] += row[x];
        }
    }

#if NET8_0_OR_GREATER
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector<ushort> values, Span<uint> sums)
    {
        Vector.Widen(values, out Vector<uint> low, out Vector<uint> high);
        (new Vector<uint>(sums) + low).CopyTo(sums);
        (new Vector<uint>(sums[Vector<uint>.Count..]) + high).CopyTo(sums[Vector<uint>.Count..]);
    }
#endif
}
