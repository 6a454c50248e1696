using System.Globalization;

namespace ImageKit.Metadata.Json;

/// <summary>
/// Reads one value of a response as the expected type. Cameras and services write numbers as text, scalars as arrays and
/// arrays as scalars; what cannot be understood is null, never an exception.
/// </summary>
internal static class TagValue
{
    public static string? ToText(PropertyBag tags, string name) => ToText(tags.Find(name));

    public static double? ToDouble(PropertyBag tags, string name) => ToDouble(tags.Find(name));

    public static long? ToInt64(PropertyBag tags, string name) => ToInt64(tags.Find(name));

    /// <summary>The text without the blanks and NULs that cameras fill fields with; null if nothing is left.</summary>
    public static string? ToText(object? value)
    {
        string? text = value switch
        {
            string s => s,
            byte[] bytes => System.Text.Encoding.ASCII.GetString(bytes),
            long or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
            object?[] { Length: 1 } array => ToText(array[0]),
            _ => null,
        };
        text = text?.Trim('\0', ' ', '\t', '\r', '\n');
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public static double? ToDouble(object? value) => value switch
    {
        long number => number,
        double number => number,
        int number => number,
        string text when double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && !double.IsNaN(number) && !double.IsInfinity(number) => number,
        object?[] { Length: > 0 } array => ToDouble(array[0]),
        _ => null,
    };

    /// <summary>A whole number; fractions are rounded.</summary>
    public static long? ToInt64(object? value)
    {
        if (value is long whole)
        {
            return whole;
        }

        // Every double below 2^63 in size can be rounded to a long; beyond, the cast would be undefined.
        return ToDouble(value) is double number && Math.Abs(number) < 9.2e18 ? (long)Math.Round(number) : null;
    }

    public static bool? ToBoolean(object? value) => value switch
    {
        bool flag => flag,
        long number and (0 or 1) => number == 1,
        string text when bool.TryParse(text.Trim(), out bool flag) => flag,
        _ => null,
    };
}
