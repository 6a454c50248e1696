using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>A single colour.</summary>
internal sealed class FlatPainter(SeededRandom random) : ScenePainter
{
    private readonly Vector3 _color = Paint.Hex(random.Pick(["f4f1ea", "1f2d3d", "e8505b", "2a9d8f", "f6bd60"]));

    public override Vector3 ColorAt(float x, float y) => _color;
}
