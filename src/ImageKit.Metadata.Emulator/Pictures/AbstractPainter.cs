using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>Silky bands of colour that flow into each other.</summary>
internal sealed class AbstractPainter : ScenePainter
{
    private static readonly string[][] Palettes =
    [
        ["0b132b", "3a506b", "5bc0be", "d7f2ec"],
        ["2d1e2f", "d1495b", "edae49", "fff1d0"],
        ["22223b", "6d597a", "e56b6f", "eaac8b"],
        ["003049", "2a9d8f", "e9c46a", "f4a261"],
        ["10002b", "5a189a", "c77dff", "ffd6ff"],
        ["0d3b2e", "3c8d5a", "b5d99c", "fdfcdc"],
    ];

    private readonly Vector3[] _colors;
    private readonly ulong _seed;
    private readonly float _angle;

    public AbstractPainter(SeededRandom random)
    {
        _colors = [.. random.Pick(Palettes).Select(Paint.Hex)];
        _seed = random.NextBits();
        _angle = (float)random.NextDouble(0, Math.Tau);
    }

    public override Vector3 ColorAt(float x, float y)
    {
        float warpX = Noise.Cloud(x * 1.3f, y * 1.3f, 3, _seed) - 0.45f;
        float warpY = Noise.Cloud((x * 1.3f) + 9.2f, (y * 1.3f) + 4.7f, 3, _seed + 50) - 0.45f;
        float px = x + (1.5f * warpX);
        float py = y + (1.5f * warpY);
        float along = (px * MathF.Cos(_angle)) + (py * MathF.Sin(_angle));
        float fold = MathF.Sin(along * 5.2f);
        float tone = 0.5f + (0.5f * MathF.Sin((along * 2.1f) + (2.4f * Noise.Plane(px * 1.4f, py * 1.4f, _seed + 7))));

        float place = Math.Clamp(tone, 0, 0.9999f) * (_colors.Length - 1);
        int index = (int)place;
        Vector3 color = Vector3.Lerp(_colors[index], _colors[index + 1], Paint.Step(0, 1, place - index));
        float sheen = MathF.Pow(Math.Max(0, fold), 6);
        return Paint.Screen(color * (0.84f + (0.12f * fold)), new Vector3(0.12f * sheen));
    }
}
