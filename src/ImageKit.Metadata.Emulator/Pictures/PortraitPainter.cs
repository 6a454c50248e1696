using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>Head and shoulders before lights out of focus: an illustration, of nobody.</summary>
internal sealed class PortraitPainter : ScenePainter
{
    private static readonly string[] Skins = ["f2c9a7", "e0a67e", "c68863", "9a6345", "6f4632", "f7d9c0"];
    private static readonly string[] Hairs = ["2b1d16", "5a3825", "8c5a2b", "c99a4b", "1a1a1f", "7d7d80", "7a2e1c"];
    private static readonly string[] Clothes = ["22577a", "9b2226", "355070", "588157", "e0a458", "3d405b", "f2f2f0", "6d597a"];
    private static readonly string[][] Backdrops = [["dfe7ec", "a9bcc9"], ["f3e3d3", "cfa98a"], ["cfe0d4", "7f9f8c"], ["e5dcf0", "9b8bb4"], ["43506b", "1e2638"]];

    private readonly Vector3 _skin;
    private readonly Vector3 _hair;
    private readonly Vector3 _clothes;
    private readonly Vector3 _light;
    private readonly Vector3 _dark;
    private readonly ulong _seed;
    private readonly bool _longHair;
    private readonly bool _glasses;
    private readonly float _lean;

    public PortraitPainter(SeededRandom random)
    {
        _skin = Paint.Hex(random.Pick(Skins));
        _hair = Paint.Hex(random.Pick(Hairs));
        _clothes = Paint.Hex(random.Pick(Clothes));
        string[] backdrop = random.Pick(Backdrops);
        (_light, _dark) = (Paint.Hex(backdrop[0]), Paint.Hex(backdrop[1]));
        _seed = random.NextBits();
        _longHair = random.Chance(0.5);
        _glasses = random.Chance(0.3);
        _lean = (float)random.NextDouble(-0.03, 0.03);
    }

    public override Vector3 ColorAt(float x, float y)
    {
        float dx = x - (Aspect / 2) - _lean;
        Vector3 color = Backdrop(x, y);
        float shade = 1 - (0.22f * Paint.Step(-0.05f, 0.22f, dx));
        if (_longHair)
        {
            float back = Math.Min(Paint.Ellipse(dx, y - 0.40f, 0.185f, 0.225f), Paint.Box(dx, y - 0.54f, 0.18f, 0.16f, 0.08f));
            color = Vector3.Lerp(color, _hair * 0.8f, Paint.Inside(back, Pixel));
        }

        float shoulders = Math.Max(Paint.Ellipse(dx, y - 1.08f, 0.40f, 0.38f), -1);
        float fold = 0.92f + (0.12f * Noise.Cloud(dx * 5, y * 3, 2, _seed));
        color = Vector3.Lerp(color, _clothes * shade * fold, Paint.Inside(shoulders, Pixel));
        float neck = Math.Min(Paint.Box(dx, y - 0.62f, 0.062f, 0.13f, 0.05f), Paint.Ellipse(dx, y - 0.735f, 0.095f, 0.05f));
        float chinShadow = 1 - (0.28f * Paint.Step(0.70f, 0.58f, y));
        color = Vector3.Lerp(color, _skin * shade * chinShadow * 0.96f, Paint.Inside(neck, Pixel));
        return Face(color, dx, y, shade);
    }

    private Vector3 Face(Vector3 color, float dx, float y, float shade)
    {
        float ears = Math.Min(Paint.Ellipse(dx - 0.142f, y - 0.43f, 0.025f, 0.04f), Paint.Ellipse(dx + 0.142f, y - 0.43f, 0.025f, 0.04f));
        color = Vector3.Lerp(color, _skin * shade * 0.9f, Paint.Inside(ears, Pixel));
        float narrow = 1 - (0.30f * Paint.Step(0.40f, 0.62f, y));
        float head = Paint.Ellipse(dx / narrow, y - 0.41f, 0.145f, 0.195f);
        color = Vector3.Lerp(color, _skin * shade, Paint.Inside(head, Pixel));
        float cheek = MathF.Min(MathF.Abs(MathF.Abs(dx) - 0.075f), 1);
        float blush = MathF.Exp(-((cheek * cheek) + ((y - 0.475f) * (y - 0.475f))) * 900);
        color = Vector3.Lerp(color, color * new Vector3(1.04f, 0.80f, 0.78f), blush * 0.3f);
        color = Features(color, dx, y);

        float part = 0.03f * MathF.Sin(dx * 9);
        float cap = Paint.Ellipse(dx, y - 0.365f, 0.168f, 0.185f);
        float fringe = Paint.Ellipse(dx + 0.045f, y - 0.455f - part, 0.165f, 0.155f);
        float strand = 0.88f + (0.24f * Noise.Plane(dx * 60, y * 6, _seed + 5));
        return Vector3.Lerp(color, _hair * shade * strand, Paint.Inside(Math.Max(cap, -fringe), Pixel));
    }

    private Vector3 Features(Vector3 color, float dx, float y)
    {
        float side = MathF.Abs(dx);
        Vector3 ink = _skin * 0.28f;
        float eye = Paint.Ellipse(side - 0.057f, y - 0.415f, 0.0115f, 0.0125f);
        color = Vector3.Lerp(color, ink, Paint.Inside(eye, Pixel));
        float brow = MathF.Abs(y - 0.376f - ((side - 0.062f) * (side - 0.062f) * 9)) - 0.0045f;
        color = Vector3.Lerp(color, _hair * 0.9f, Paint.Inside(Math.Max(brow, MathF.Abs(side - 0.057f) - 0.026f), Pixel));
        float smile = MathF.Abs(y - 0.527f + (dx * dx * 8f)) - 0.0042f;
        color = Vector3.Lerp(color, _skin * new Vector3(0.62f, 0.38f, 0.38f), Paint.Inside(Math.Max(smile, side - 0.046f), Pixel));
        float nose = MathF.Abs(Paint.Ellipse(dx, y - 0.462f, 0.016f, 0.012f)) - 0.002f;
        color = Vector3.Lerp(color, _skin * 0.72f, Paint.Inside(Math.Max(nose, 0.464f - y), Pixel));
        if (!_glasses)
        {
            return color;
        }

        float rim = MathF.Abs(Paint.Box(side - 0.059f, y - 0.417f, 0.043f, 0.033f, 0.02f)) - 0.0035f;
        float bridge = Math.Max(MathF.Abs(y - 0.41f) - 0.003f, side - 0.018f);
        return Vector3.Lerp(color, new Vector3(0.12f), Paint.Inside(Math.Min(rim, bridge), Pixel));
    }

    private Vector3 Backdrop(float x, float y)
    {
        float distance = Vector2.Distance(new Vector2(x, y), new Vector2(Aspect * 0.35f, 0.3f));
        Vector3 color = Vector3.Lerp(_light, _dark, Paint.Step(0, 1, distance));
        for (int i = 0; i < 9; i++)
        {
            float cx = Noise.At(i, 1, _seed) * Aspect;
            float cy = Noise.At(i, 2, _seed);
            float radius = 0.04f + (0.09f * Noise.At(i, 3, _seed));
            float spot = Paint.Inside(Vector2.Distance(new Vector2(x, y), new Vector2(cx, cy)) - radius, 0.012f);
            color = Vector3.Lerp(color, _light, spot * 0.22f);
        }

        return color;
    }
}
