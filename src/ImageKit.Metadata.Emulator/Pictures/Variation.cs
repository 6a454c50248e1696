using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>The small changes that make a near-duplicate of a picture.</summary>
internal static class Variation
{
    public static Vector3 Adjust(Vector3 color, int variation) => variation switch
    {
        0 => color,
        1 => (color * 1.05f) + new Vector3(0.01f),
        2 => Vector3.Lerp(new Vector3(Vector3.Dot(color, new Vector3(0.30f, 0.59f, 0.11f))), color, 0.82f),
        3 => color * new Vector3(1.06f, 1, 0.92f),
        _ => ((color - new Vector3(0.5f)) * 1.1f) + new Vector3(0.49f),
    };

    /// <summary>How far the picture is enlarged around its middle.</summary>
    public static float Zoom(int variation) => variation switch { 2 => 1.02f, 4 => 1.05f, _ => 1 };
}
