using System.Globalization;
using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>Colours (red, green, blue from 0 to 1) and soft edges.</summary>
internal static class Paint
{
    /// <summary>A colour from six hexadecimal digits.</summary>
    public static Vector3 Hex(string digits)
    {
        int value = int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new Vector3(value >> 16, (value >> 8) & 255, value & 255) / 255f;
    }

    /// <summary>Adds light to a colour without burning it out.</summary>
    public static Vector3 Screen(Vector3 color, Vector3 light) => Vector3.One - ((Vector3.One - color) * (Vector3.One - light));

    /// <summary>0 below the first edge, 1 above the second, smooth between them.</summary>
    public static float Step(float from, float to, float x)
    {
        float share = Math.Clamp((x - from) / (to - from), 0, 1);
        return share * share * (3 - (2 * share));
    }

    /// <summary>1 inside a shape, 0 outside; the distance is negative inside.</summary>
    public static float Inside(float distance, float softness) => Step(softness, -softness, distance);

    /// <summary>The distance to an ellipse, near enough for soft edges.</summary>
    public static float Ellipse(float x, float y, float radiusX, float radiusY) =>
        (MathF.Sqrt((x / radiusX * (x / radiusX)) + (y / radiusY * (y / radiusY))) - 1) * Math.Min(radiusX, radiusY);

    /// <summary>The distance to a rectangle with round corners around the origin.</summary>
    public static float Box(float x, float y, float halfWidth, float halfHeight, float corner)
    {
        float dx = MathF.Abs(x) - halfWidth + corner;
        float dy = MathF.Abs(y) - halfHeight + corner;
        float outside = MathF.Sqrt((Math.Max(dx, 0) * Math.Max(dx, 0)) + (Math.Max(dy, 0) * Math.Max(dy, 0)));
        return outside + Math.Min(Math.Max(dx, dy), 0) - corner;
    }

    /// <summary>The distance to the line between two points.</summary>
    public static float Line(Vector2 point, Vector2 from, Vector2 to)
    {
        Vector2 along = to - from;
        float share = Math.Clamp(Vector2.Dot(point - from, along) / Vector2.Dot(along, along), 0, 1);
        return Vector2.Distance(point, from + (along * share));
    }
}
