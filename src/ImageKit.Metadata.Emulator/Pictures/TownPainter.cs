using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>Rows of houses against the sky, windows lit, and a wet street.</summary>
internal sealed class TownPainter : ScenePainter
{
    private const float Ground = 0.86f;

    // Sky above, sky at the horizon, houses far away, houses in front, windows.
    private static readonly string[][] Palettes =
    [
        ["1b2a4e", "f4a582", "6f6a8f", "1a1f35", "ffd98a"],
        ["0d1330", "3d5a80", "2b3a5e", "0a0e1f", "ffe2a0"],
        ["6fa8dc", "f3f8fc", "a9bccb", "56657a", "eaf4ff"],
        ["3b1c4a", "ff9e7a", "84527e", "23122f", "ffd27a"],
        ["87b5b0", "fbead1", "c9a78b", "7a4a3a", "fff3cf"],
    ];

    private readonly Vector3 _zenith;
    private readonly Vector3 _horizon;
    private readonly Vector3 _far;
    private readonly Vector3 _near;
    private readonly Vector3 _window;
    private readonly ulong _seed;

    public TownPainter(SeededRandom random)
    {
        string[] palette = random.Pick(Palettes);
        (_zenith, _horizon) = (Paint.Hex(palette[0]), Paint.Hex(palette[1]));
        (_far, _near, _window) = (Paint.Hex(palette[2]), Paint.Hex(palette[3]), Paint.Hex(palette[4]));
        _seed = random.NextBits();
    }

    public override Vector3 ColorAt(float x, float y)
    {
        if (y <= Ground)
        {
            return Above(x, y);
        }

        // The street mirrors the town, rippled and darker.
        float depth = (y - Ground) / (1 - Ground);
        float ripple = 0.012f * (Noise.Plane(x * 18, y * 130, _seed + 77) - 0.5f) * (0.3f + depth);
        Vector3 mirrored = Above(x + ripple, Ground - ((y - Ground) * 2.2f) - 0.004f);
        return Vector3.Lerp(mirrored * 0.62f, _near * 0.55f, 0.25f + (0.4f * depth));
    }

    private Vector3 Above(float x, float y)
    {
        Vector3 color = Vector3.Lerp(_zenith, _horizon, Paint.Step(0, 0.75f, y));
        float cloud = Paint.Step(0.5f, 0.78f, Noise.Cloud(x * 1.6f, y * 6, 4, _seed + 3));
        color = Vector3.Lerp(color, _horizon, cloud * 0.45f);
        for (int row = 0; row < 3; row++)
        {
            color = Houses(color, x, y, row);
        }

        return color;
    }

    private Vector3 Houses(Vector3 color, float x, float y, int row)
    {
        float width = 0.085f + (0.035f * row);
        ulong seed = _seed + (ulong)(row * 13);
        int house = (int)MathF.Floor((x / width) + (row * 0.37f));
        float left = (house - (row * 0.37f)) * width;
        float inside = (x - left) / width;
        float tall = 0.60f - (0.13f * row) - (0.24f * Noise.At(house, 1, seed));
        float roof = Noise.At(house, 2, seed) > 0.55f ? 0.045f * MathF.Abs(inside - 0.5f) * 2 : 0;
        float top = Ground - 0.62f + (0.62f - tall) + (roof * 1.0f);
        float wall = Paint.Step(-Pixel, Pixel, y - top);
        if (wall <= 0)
        {
            return color;
        }

        float tone = row / 2f;
        Vector3 facade = Vector3.Lerp(_far, _near, tone) * (0.9f + (0.22f * Noise.At(house, 3, seed)));
        facade = Vector3.Lerp(facade, _horizon, (1 - tone) * 0.35f * Paint.Step(0.4f, Ground, y));
        facade *= 1 - (0.18f * Paint.Step(0.75f, 1, inside));
        return Vector3.Lerp(color, Windows(facade, inside, y - top - 0.05f, house, row, seed), wall);
    }

    private Vector3 Windows(Vector3 facade, float inside, float below, int house, int row, ulong seed)
    {
        const float storey = 0.042f;
        int columns = 3 + (int)(2 * Noise.At(house, 4, seed));
        float across = inside * (columns + 0.6f) - 0.3f;
        int column = (int)MathF.Floor(across);
        int floor = (int)MathF.Floor(below / storey);
        if (below < 0 || column < 0 || column >= columns)
        {
            return facade;
        }

        float distance = Paint.Box((across - column - 0.5f) * storey * 0.9f, ((below / storey) - floor - 0.5f) * storey, 0.010f, 0.013f, 0.002f);
        float lit = Noise.At((house * 31) + column, floor + (row * 1000), seed + 9);
        Vector3 glass = lit > 0.55f ? Vector3.Lerp(facade, _window, 0.35f + (0.65f * lit)) : facade * 0.72f;
        return Vector3.Lerp(facade, glass, Paint.Inside(distance, Pixel));
    }
}
