using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>Ranges of hills in the haze, a sky with clouds, a sun or moon, and firs in front.</summary>
internal sealed class HillsPainter : ScenePainter
{
    private const int Ranges = 6;

    // Sky above, sky at the horizon, sun, hills far away, hills in front.
    private static readonly string[][] Palettes =
    [
        ["35598f", "ffc9a0", "fff3d6", "c59aa2", "1d2a44"],
        ["3f8ad8", "d8efff", "fffbe6", "9fc2d6", "1f4d3a"],
        ["2b1b4d", "f2785c", "ffe0a3", "8a4a74", "170f2b"],
        ["0a1533", "3b5380", "f3f6ff", "33466d", "060b18"],
        ["6aa5c9", "fdf0d5", "ffffff", "d0b49a", "6b3a1e"],
        ["4aa3a2", "fbe7c6", "fff7df", "8fb9a8", "1c3b34"],
    ];

    private readonly Vector3 _zenith;
    private readonly Vector3 _horizon;
    private readonly Vector3 _sun;
    private readonly Vector3 _far;
    private readonly Vector3 _near;
    private readonly ulong _seed;
    private readonly float _sunX;
    private readonly float _sunY;
    private readonly float _sunRadius;
    private readonly float _cloudiness;

    public HillsPainter(SeededRandom random)
    {
        string[] palette = random.Pick(Palettes);
        (_zenith, _horizon, _sun) = (Paint.Hex(palette[0]), Paint.Hex(palette[1]), Paint.Hex(palette[2]));
        (_far, _near) = (Paint.Hex(palette[3]), Paint.Hex(palette[4]));
        _seed = random.NextBits();
        _sunX = (float)random.NextDouble(0.2, 0.8);
        _sunY = (float)random.NextDouble(0.18, 0.42);
        _sunRadius = (float)random.NextDouble(0.035, 0.075);
        _cloudiness = (float)random.NextDouble(0.44, 0.56);
    }

    public override Vector3 ColorAt(float x, float y)
    {
        Vector3 color = Sky(x, y);
        for (int range = 0; range < Ranges; range++)
        {
            float depth = range / (Ranges - 1f);
            ulong seed = _seed + (ulong)(range * 101);
            float crest = 0.50f + (0.40f * depth * depth) + (0.06f * depth)
                - ((0.26f - (0.10f * depth)) * (Noise.Ridge((x * (1.1f + (1.3f * depth))) + (range * 7.3f), 5, seed) - 0.32f));
            if (range == Ranges - 1)
            {
                crest -= Firs(x, seed);
            }

            float cover = Paint.Step(-Pixel, Pixel, y - crest);
            if (cover > 0)
            {
                Vector3 hill = Vector3.Lerp(_far, _near, MathF.Pow(depth, 0.8f));
                float mist = Paint.Step(0, 0.22f, y - crest) * (1 - depth) * 0.55f;
                hill = Vector3.Lerp(hill, _horizon, mist);
                hill *= 1 + (0.10f * (Noise.Cloud(x * 14, y * 30, 2, seed + 5) - 0.4f) * depth);
                color = Vector3.Lerp(color, hill, cover);
            }
        }

        return color;
    }

    private Vector3 Sky(float x, float y)
    {
        Vector3 sky = Vector3.Lerp(_zenith, _horizon, Paint.Step(-0.15f, 0.62f, y));
        float dx = x - (_sunX * Aspect);
        float dy = y - _sunY;
        float distance = MathF.Sqrt((dx * dx) + (dy * dy));
        sky = Paint.Screen(sky, _sun * 0.5f * MathF.Exp(-distance * 6.5f));
        float cloud = Paint.Step(_cloudiness, _cloudiness + 0.26f, Noise.Cloud((x * 1.7f) + 3, y * 6.5f, 5, _seed + 900));
        sky = Vector3.Lerp(sky, Vector3.Lerp(_horizon, _sun, 0.6f), cloud * 0.62f * Paint.Step(0.62f, 0.1f, y));
        return Vector3.Lerp(sky, _sun, Paint.Inside(distance - _sunRadius, 2 * Pixel) * (1 - (0.5f * cloud)));
    }

    private static float Firs(float x, ulong seed)
    {
        float height = 0;
        for (int row = 0; row < 2; row++)
        {
            float spacing = 0.022f + (0.013f * row);
            int tree = (int)MathF.Floor(x / spacing);
            for (int neighbour = tree - 1; neighbour <= tree + 1; neighbour++)
            {
                float tall = (0.03f + (0.055f * Noise.At(neighbour, row, seed + 40))) * (Noise.At(neighbour, row, seed + 41) > 0.25f ? 1 : 0);
                float middle = (neighbour + 0.2f + (0.6f * Noise.At(neighbour, row, seed + 42))) * spacing;
                float away = MathF.Abs(x - middle) / (tall * 0.22f + 0.001f);
                float branch = 0.12f * MathF.Abs((away * 4 % 1) - 0.5f);
                height = Math.Max(height, tall * Math.Max(0, 1 - away + branch));
            }
        }

        return height;
    }
}
