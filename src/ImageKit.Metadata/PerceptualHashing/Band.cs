namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>Some neighboring bits of the hashes, and how far two hashes may differ in them to be compared in full.</summary>
/// <param name="Rotation">Rotating a hash left by this many bits brings the band to the top.</param>
/// <param name="Width">The number of bits, 0 to <see cref="BandPlan.WidestBand"/>.</param>
/// <param name="Radius">Two hashes are compared in full when they differ in at most so many bits of the band.</param>
internal sealed record Band(int Rotation, int Width, int Radius)
{
    /// <summary>Brings the band to the top of a hash.</summary>
    internal ulong Rotate(ulong code) => Rotation == 0 ? code : (code << Rotation) | (code >> (64 - Rotation));

    /// <summary>Brings a rotated hash back.</summary>
    internal ulong RotateBack(ulong code) => Rotation == 0 ? code : (code >> Rotation) | (code << (64 - Rotation));

    /// <summary>The bits of the band in a rotated hash.</summary>
    internal int Bucket(ulong rotated) => Width == 0 ? 0 : (int)(rotated >> (64 - Width));

    /// <summary>Whether two hashes with this difference (not rotated) are compared for this band.</summary>
    internal bool Covers(ulong difference) => PopulationCount.Of((ulong)Bucket(Rotate(difference))) <= Radius;

    /// <summary>Every difference in the band within the radius, from none to the most bits.</summary>
    internal int[] Masks()
    {
        var masks = new List<int>();
        for (int bits = 0; bits <= Math.Min(Radius, Width); bits++)
        {
            // Gosper's hack: the next larger number with as many bits set.
            long mask = (1L << bits) - 1;
            while (mask < 1L << Width)
            {
                masks.Add((int)mask);
                if (mask == 0)
                {
                    break;
                }

                long lowest = mask & -mask;
                long ripple = mask + lowest;
                mask = ripple | ((mask ^ ripple) / lowest >> 2);
            }
        }

        return [.. masks];
    }
}
