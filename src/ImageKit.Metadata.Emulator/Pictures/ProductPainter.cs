using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>A shoe, a bag or a lamp on a seamless backdrop.</summary>
internal sealed class ProductPainter : ScenePainter
{
    private const float FloorY = 0.78f;

    private static readonly string[][] Backdrops =
    [
        ["f7f3ec", "e2d6c5"], ["eef3f6", "c9d6df"], ["fbe9e7", "efc4bd"], ["eaf4ea", "bfd8c2"], ["f3eefb", "cfc2e6"], ["fff6da", "f1d98c"],
    ];

    private static readonly string[] Mains = ["d1495b", "2f6690", "2a9d8f", "e9a23b", "3d405b", "7b4b94", "8d5a3b", "1f1f24"];
    private static readonly string[] Accents = ["ffffff", "f4d35e", "1b1b1e", "ee964b", "9ad1d4"];

    private readonly Scene _scene;
    private readonly Vector3 _light;
    private readonly Vector3 _dark;
    private readonly Vector3 _main;
    private readonly Vector3 _accent;
    private readonly float _shape;

    public ProductPainter(Scene scene, SeededRandom random)
    {
        _scene = scene;
        string[] backdrop = random.Pick(Backdrops);
        (_light, _dark) = (Paint.Hex(backdrop[0]), Paint.Hex(backdrop[1]));
        _main = Paint.Hex(random.Pick(Mains));
        _accent = Paint.Hex(random.Pick(Accents));
        _shape = (float)random.NextDouble();
    }

    public override Vector3 ColorAt(float x, float y)
    {
        float dx = x - (Aspect / 2);
        Vector3 color = Backdrop(dx, y);

        // Narrow pictures keep the whole product in view.
        float zoom = Math.Min(1, Aspect / 0.95f);
        (dx, y) = (dx / zoom, FloorY + ((y - FloorY) / zoom));
        return _scene switch
        {
            Scene.Shoe => Shoe(color, dx, y),
            Scene.Bag => Bag(color, dx, y),
            _ => Lamp(color, dx, y),
        };
    }

    private Vector3 Backdrop(float dx, float y)
    {
        Vector3 wall = Vector3.Lerp(_light, _dark, 0.75f * Paint.Step(0.1f, 0.9f, Vector2.Distance(new Vector2(dx, y), new Vector2(-0.12f, 0.35f))));
        Vector3 floor = Vector3.Lerp(_dark, _light, Paint.Step(FloorY - 0.12f, 1.05f, y) * 0.8f);
        Vector3 color = Vector3.Lerp(wall, floor, Paint.Step(FloorY - 0.14f, FloorY + 0.04f, y));
        float reach = _scene == Scene.Lamp ? 0.2f : 0.38f;
        float shadow = MathF.Exp(-(MathF.Pow((dx - 0.03f) / reach, 4) + MathF.Pow((y - FloorY - 0.012f) / 0.04f, 2)));
        return color * (1 - (0.42f * shadow));
    }

    private Vector3 Shoe(Vector3 color, float dx, float y)
    {
        float across = dx + 0.02f;
        float ground = FloorY + 0.004f;
        float toe = Paint.Step(0.10f, 0.40f, across);
        float sole = Paint.Box(across, y - (ground - 0.034f + (0.012f * MathF.Pow(Math.Max(0, across), 2) * -6)), 0.40f, 0.034f, 0.032f);

        // The upper: low at the toe, rising along the laces to the collar, dipping before the heel tab.
        float height = 0.125f + (0.245f * Paint.Step(0.30f, -0.14f, across)) - (0.055f * Paint.Step(0.05f, 0, MathF.Abs(across + 0.235f) - 0.045f))
            + (0.03f * Paint.Step(-0.32f, -0.37f, across));
        height *= MathF.Sqrt(Math.Max(0, 1 - MathF.Pow(Math.Clamp((across - 0.16f) / 0.235f, 0, 1), 2.6f)));
        float top = ground - 0.06f - height;
        float upper = Math.Max(Math.Max(top - y, y - (ground - 0.045f)), Math.Max(-across - 0.375f - (0.02f * MathF.Sin((y - top) * 9)), across - 0.395f));

        float lit = 1.08f - (0.42f * Paint.Step(top, ground, y)) + (0.10f * Paint.Step(0.05f, 0, y - top));
        Vector3 leather = _main * lit;
        leather = Vector3.Lerp(leather, _main * lit * 0.78f, Paint.Step(-Pixel, Pixel, Paint.Ellipse(across - 0.46f, y - ground, 0.20f, 0.17f) * -1) * 0.8f);
        leather = Vector3.Lerp(leather, _main * 0.62f, Paint.Inside(Paint.Ellipse(across + 0.42f, y - ground + 0.04f, 0.15f, 0.20f), Pixel) * 0.75f);
        float wave = MathF.Abs(y - (ground - 0.12f - (0.075f * MathF.Sin((across * 5.5f) + 2.4f + _shape)))) - (0.017f - (0.03f * Math.Max(0, across)));
        leather = Vector3.Lerp(leather, _accent * (0.9f + (0.1f * lit)), Paint.Inside(Math.Max(wave, MathF.Abs(across + 0.05f) - 0.2f), Pixel));
        color = Vector3.Lerp(color, leather, Paint.Inside(upper, Pixel));
        color = Laces(color, across, y, ground);

        Vector3 rubber = new Vector3(0.97f, 0.96f, 0.94f) * (1.02f - (0.25f * Paint.Step(ground - 0.05f, ground, y)));
        rubber = Vector3.Lerp(rubber, _accent * 0.85f, Paint.Inside(MathF.Abs(y - (ground - 0.036f)) - 0.004f, Pixel) * (1 - toe));
        return Vector3.Lerp(color, rubber, Paint.Inside(sole, Pixel));
    }

    private Vector3 Laces(Vector3 color, float across, float y, float ground)
    {
        for (int i = 0; i < 5; i++)
        {
            float share = i / 4f;
            Vector2 from = new(-0.105f + (0.225f * share), ground - 0.36f + (0.135f * share));
            Vector2 to = from + new Vector2(0.018f + (0.01f * share), 0.058f - (0.018f * share));
            float lace = Paint.Line(new Vector2(across, y), from, to) - 0.0085f;
            color = Vector3.Lerp(color, new Vector3(0.98f, 0.97f, 0.95f), Paint.Inside(lace, Pixel));
        }

        return color;
    }

    private Vector3 Bag(Vector3 color, float dx, float y)
    {
        float bottom = FloorY + 0.005f;
        float tall = 0.36f + (0.05f * _shape);
        float middle = bottom - (tall / 2);
        float along = (y - (bottom - tall)) / tall;
        float half = 0.235f + (0.055f * Math.Clamp(along, 0, 1)) + (0.02f * _shape);

        float handle = MathF.Abs(Paint.Ellipse(dx, y - (bottom - tall), 0.125f, 0.155f)) - 0.0125f;
        Vector3 strap = _main * (0.62f + (0.2f * Paint.Step(0.1f, -0.1f, dx)));
        color = Vector3.Lerp(color, strap, Paint.Inside(Math.Max(handle, y - (bottom - tall) - 0.05f), Pixel));

        float body = Paint.Box(dx, y - middle, half, tall / 2, 0.05f);
        float grain = 0.97f + (0.06f * Noise.Plane(dx * 220, y * 220, 3));
        float lit = (1.12f - (0.34f * Paint.Step(-0.25f, 0.32f, dx)) - (0.16f * Paint.Step(0.5f, 1, along))) * grain;
        color = Vector3.Lerp(color, _main * lit, Paint.Inside(body, Pixel));

        float seam = MathF.Abs(Paint.Box(dx, y - middle, half - 0.022f, (tall / 2) - 0.022f, 0.04f)) - 0.0016f;
        color = Vector3.Lerp(color, _main * lit * 1.35f, Paint.Inside(seam, Pixel) * 0.7f * (((dx + y) * 60 % 1) > 0.35f ? 1 : 0));
        float flapY = bottom - tall + 0.155f - (dx * dx * 0.5f);
        float flap = Math.Max(body, y - flapY);
        float under = MathF.Exp(-MathF.Pow(Math.Max(0, y - flapY) / 0.014f, 2)) * Paint.Inside(body, Pixel) * (y > flapY ? 1 : 0);
        color *= 1 - (0.4f * under);
        color = Vector3.Lerp(color, _main * lit * 1.12f, Paint.Inside(flap, Pixel));

        float clasp = Paint.Box(dx, y - flapY + 0.004f, 0.03f, 0.024f, 0.008f);
        Vector3 brass = Vector3.Lerp(Paint.Hex("b8862f"), Paint.Hex("fbe6a6"), Paint.Step(0.03f, -0.03f, dx + y - flapY));
        color = Vector3.Lerp(color, brass, Paint.Inside(clasp, Pixel));
        return Vector3.Lerp(color, Paint.Hex("8a6420"), Paint.Inside(Paint.Ellipse(dx, y - flapY + 0.004f, 0.008f, 0.008f), Pixel));
    }

    private Vector3 Lamp(Vector3 color, float dx, float y)
    {
        float bottom = FloorY + 0.012f;
        float shadeBottom = 0.42f;
        float shadeTop = 0.17f;
        Vector3 warm = Paint.Hex("ffe3a3");
        float glow = MathF.Exp(-3.6f * Vector2.Distance(new Vector2(dx, y * 1.05f), new Vector2(0, 0.36f)));
        color = Vector3.Lerp(color, warm, 0.55f * glow);

        float metal = 0.72f + (0.5f * MathF.Exp(-MathF.Pow((dx + 0.006f) / 0.006f, 2)));
        color = Vector3.Lerp(color, _accent * 0.55f * metal, Paint.Inside(Paint.Box(dx, y - 0.52f, 0.009f, 0.16f, 0.004f), Pixel));

        // A turned foot: its outline is a wave, its shading that of a cylinder.
        float along = Math.Clamp((y - 0.54f) / (bottom - 0.54f), 0, 1);
        float radius = 0.035f + (0.115f * MathF.Pow(MathF.Sin(along * MathF.PI * (0.78f + (0.12f * _shape))), 1.5f)) + (0.012f * along);
        float foot = Math.Max(MathF.Abs(dx) - radius, Math.Max(0.54f - y, y - bottom + (dx * dx * 0.5f)));
        float round = Math.Clamp(dx / radius, -1, 1);
        float lit = 0.45f + (0.65f * MathF.Sqrt(Math.Max(0, 1 - MathF.Pow((round + 0.35f) / 1.4f, 2))));
        float shine = MathF.Exp(-MathF.Pow((round + 0.42f) / 0.13f, 2)) * Paint.Step(0.05f, 0.3f, along) * Paint.Step(0.95f, 0.6f, along);
        color = Vector3.Lerp(color, (_main * lit) + new Vector3(0.32f * shine), Paint.Inside(foot, Pixel));

        float down = Math.Clamp((y - shadeTop) / (shadeBottom - shadeTop), 0, 1);
        float half = 0.125f + ((0.075f + (0.05f * _shape)) * down);
        float shade = Math.Max(MathF.Abs(dx) - half, Math.Max(shadeTop - y, y - shadeBottom - ((half * half) - (dx * dx)) * 0.25f));
        float edge = Math.Clamp(MathF.Abs(dx) / half, 0, 1);
        Vector3 linen = Vector3.Lerp(Paint.Hex("fff6e0"), Vector3.Lerp(_accent, Paint.Hex("e8c88c"), 0.6f), 0.25f + (0.6f * edge * edge));
        linen *= 1 - (0.12f * MathF.Abs(down - 0.55f)) - (0.015f * MathF.Sin(dx * 700));
        return Vector3.Lerp(color, linen, Paint.Inside(shade, Pixel));
    }
}
