namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>The first step of the reduction along one axis: means of as many pixels as leave at least twice the grid.</summary>
internal readonly struct BoxAxis
{
    internal BoxAxis(int size)
    {
        BoxSize = Math.Max(1, size / (2 * GrayGrid.Size));
        // To nearest, and half up. Pixels that a last box lacks repeat the edge; pixels beyond the last box are dropped.
        Count = (int)(((2L * size) + BoxSize) / (2 * BoxSize));
        Scale = (double)size / GrayGrid.Size / BoxSize;
    }

    /// <summary>How many pixels a box has.</summary>
    internal int BoxSize { get; }

    /// <summary>How many boxes there are.</summary>
    internal int Count { get; }

    /// <summary>By which factor what remains has to be reduced; below 1 the axis is shorter than the grid.</summary>
    internal double Scale { get; }

    internal byte Mean(uint sum) => (byte)((sum + ((uint)BoxSize / 2)) / (uint)BoxSize);
}
