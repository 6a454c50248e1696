using System.Collections;
using System.Globalization;

namespace ImageKit.Metadata.Auditing;

/// <summary>Converts values of settings from what users write to what rules work with, and to text.</summary>
internal static class SettingValue
{
    /// <summary>The value as text for messages and reports, the same in every culture.</summary>
    public static string ToDisplayText(object? value) => value switch
    {
        null => "automatic",
        bool flag => flag ? "true" : "false",
        string text => text,
        IDictionary table => string.Join(", ", table.Keys.Cast<object>().Select(key => $"{key}: {ToDisplayText(table[key])}")),
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(ToDisplayText)),
        double number => number.ToString("0.####", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    public static double? ToNumber(object? value) => value switch
    {
        null or bool => null,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) <= double.MaxValue ? number : null,
        double or float or decimal or int or long or uint or ulong or short or ushort or byte or sbyte => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    public static bool? ToBoolean(object? value) => value switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out bool flag) => flag,
        _ => null,
    };

    public static string[]? ToStrings(object? value) => value switch
    {
        string text => [text],
        IDictionary or null => null,
        IEnumerable list when list.Cast<object?>().All(item => item is string) => [.. list.Cast<string>()],
        _ => null,
    };

    public static PropertyBag? ToTable(object? value)
    {
        if (value is not IDictionary entries)
        {
            return null;
        }

        PropertyBag table = new();
        foreach (DictionaryEntry entry in entries)
        {
            if (ToNumber(entry.Value) is not double number)
            {
                return null;
            }

            table[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty] = number;
        }

        return table;
    }
}
