namespace ImageKit.Metadata.Emulator;

/// <summary>Smooth randomness, between 0 and 1, over a line or a plane.</summary>
internal static class Noise
{
    public static float Line(float x, ulong seed)
    {
        float cell = MathF.Floor(x);
        return Blend(At((int)cell, 0, seed), At((int)cell + 1, 0, seed), Smooth(x - cell));
    }

    public static float Plane(float x, float y, ulong seed)
    {
        float column = MathF.Floor(x);
        float row = MathF.Floor(y);
        float across = Smooth(x - column);
        float upper = Blend(At((int)column, (int)row, seed), At((int)column + 1, (int)row, seed), across);
        float lower = Blend(At((int)column, (int)row + 1, seed), At((int)column + 1, (int)row + 1, seed), across);
        return Blend(upper, lower, Smooth(y - row));
    }

    /// <summary>Several octaves of <see cref="Line"/>.</summary>
    public static float Ridge(float x, int octaves, ulong seed)
    {
        float sum = 0;
        float weight = 0.5f;
        for (int i = 0; i < octaves; i++)
        {
            sum += weight * Line(x, seed + (ulong)i);
            x *= 2.07f;
            weight *= 0.5f;
        }

        return sum;
    }

    /// <summary>Several octaves of <see cref="Plane"/>.</summary>
    public static float Cloud(float x, float y, int octaves, ulong seed)
    {
        float sum = 0;
        float weight = 0.5f;
        for (int i = 0; i < octaves; i++)
        {
            sum += weight * Plane(x, y, seed + (ulong)i);
            x *= 2.07f;
            y *= 2.07f;
            weight *= 0.5f;
        }

        return sum;
    }

    public static float At(int column, int row, ulong seed) =>
        (StableHash.Mix(seed ^ ((ulong)(uint)column << 32) ^ (uint)row) >> 40) * (1f / (1 << 24));

    private static float Blend(float from, float to, float share) => from + ((to - from) * share);

    private static float Smooth(float x) => x * x * (3 - (2 * x));
}
