using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>The sea under a low sun, an island, and sometimes a sail.</summary>
internal sealed class SeaPainter : ScenePainter
{
    private const float HorizonY = 0.56f;

    // Sky above, sky at the horizon, sun, water far away, water in front.
    private static readonly string[][] Palettes =
    [
        ["4a6fa5", "ffd6a5", "fff4d9", "e8b28c", "1d3557"],
        ["2f80c8", "dff3ff", "fffdf0", "8fd0e0", "0f5c80"],
        ["3a2258", "ff8c61", "ffe8b0", "d96f68", "241638"],
        ["0b1b3a", "41618f", "f5f8ff", "3f5f8a", "060f22"],
        ["5fb3b3", "fff1dc", "ffffff", "a8dadc", "1b6b73"],
    ];

    private readonly Vector3 _zenith;
    private readonly Vector3 _horizon;
    private readonly Vector3 _sun;
    private readonly Vector3 _far;
    private readonly Vector3 _near;
    private readonly ulong _seed;
    private readonly float _sunX;
    private readonly float _sunY;
    private readonly float _sailX;
    private readonly bool _hasSail;

    public SeaPainter(SeededRandom random)
    {
        string[] palette = random.Pick(Palettes);
        (_zenith, _horizon, _sun) = (Paint.Hex(palette[0]), Paint.Hex(palette[1]), Paint.Hex(palette[2]));
        (_far, _near) = (Paint.Hex(palette[3]), Paint.Hex(palette[4]));
        _seed = random.NextBits();
        _sunX = (float)random.NextDouble(0.25, 0.75);
        _sunY = (float)random.NextDouble(0.28, 0.48);
        _sailX = (float)random.NextDouble(0.15, 0.85);
        _hasSail = random.Chance(0.7);
    }

    public override Vector3 ColorAt(float x, float y)
    {
        Vector3 color = y < HorizonY ? Sky(x, y) : Water(x, y);
        float island = HorizonY - (0.11f * Math.Max(0, Noise.Ridge((x * 1.4f) + 2, 5, _seed + 30) - 0.45f) * 2.2f);
        float land = Paint.Step(-Pixel, Pixel, y - island) * Paint.Step(Pixel, -Pixel, y - HorizonY);
        color = Vector3.Lerp(color, Vector3.Lerp(_near, _horizon, 0.45f), land);
        return _hasSail ? Sail(color, x, y) : color;
    }

    private Vector3 Sky(float x, float y)
    {
        Vector3 sky = Vector3.Lerp(_zenith, _horizon, Paint.Step(-0.1f, HorizonY, y));
        float distance = Vector2.Distance(new Vector2(x, y), new Vector2(_sunX * Aspect, _sunY));
        sky = Paint.Screen(sky, _sun * 0.5f * MathF.Exp(-distance * 5.5f));
        float cloud = Paint.Step(0.48f, 0.74f, Noise.Cloud(x * 1.5f, y * 8, 5, _seed));
        sky = Vector3.Lerp(sky, Vector3.Lerp(_horizon, _sun, 0.5f), cloud * 0.7f);
        return Vector3.Lerp(sky, _sun, Paint.Inside(distance - 0.06f, 2 * Pixel));
    }

    private Vector3 Water(float x, float y)
    {
        float depth = (y - HorizonY) / (1 - HorizonY);
        Vector3 water = Vector3.Lerp(_far, _near, MathF.Pow(depth, 0.55f));

        // Waves grow towards the beholder.
        float scale = 5 / (0.06f + depth);
        float waves = Noise.Cloud(x * scale * 0.7f, depth * scale * 7, 3, _seed + 60);
        water *= 0.86f + (0.32f * waves);
        float away = MathF.Abs(x - (_sunX * Aspect)) / (0.05f + (0.22f * depth));
        float glint = MathF.Exp(-away * away) * Paint.Step(0.42f, 0.62f, waves);
        return Vector3.Lerp(water, _sun, Math.Clamp(glint * (1.05f - (0.5f * depth)), 0, 1));
    }

    private Vector3 Sail(Vector3 color, float x, float y)
    {
        float dx = x - (_sailX * Aspect);
        float dy = HorizonY + 0.05f - y;
        float hull = Math.Max(MathF.Abs(dy - 0.008f) - 0.011f, MathF.Abs(dx) - 0.045f - (0.6f * (dy - 0.008f)));
        color = Vector3.Lerp(color, _near * 0.8f, Paint.Inside(hull, Pixel));
        bool isMain = dx > 0;
        float width = (isMain ? 0.048f : 0.034f) * (1 - ((dy - 0.025f) / (isMain ? 0.15f : 0.12f)));
        float sail = Math.Max(MathF.Abs(dx) - width, Math.Max(0.025f - dy, 0.004f - MathF.Abs(dx)));
        return Vector3.Lerp(color, isMain ? new Vector3(0.98f, 0.96f, 0.92f) : new Vector3(0.86f, 0.36f, 0.30f), Paint.Inside(sail, Pixel));
    }
}
