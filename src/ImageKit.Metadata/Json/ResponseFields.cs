using System.Globalization;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Json;

/// <summary>
/// The fields of one JSON object, taken out one by one. A field whose value cannot be understood, or only in part, stays
/// among the rest, so that nothing the service sent is lost.
/// </summary>
internal readonly struct ResponseFields(PropertyBag fields)
{
    /// <summary>What nobody has taken.</summary>
    public PropertyBag Rest { get; } = fields;

    public string? TakeText(string name) => Rest.TryGetValue(name, out object? value) ? Take(name, value as string, value) : null;

    public long? TakeInt64(string name) => Rest.TryGetValue(name, out object? value) ? Take(name, TagValue.ToInt64(value), value) : null;

    public double? TakeDouble(string name) => Rest.TryGetValue(name, out object? value) ? Take(name, TagValue.ToDouble(value), value) : null;

    public bool? TakeBoolean(string name) => Rest.TryGetValue(name, out object? value) ? Take(name, TagValue.ToBoolean(value), value) : null;

    /// <summary>A moment, UTC; one without a zone is taken for UTC.</summary>
    public DateTime? TakeTime(string name)
    {
        if (!Rest.TryGetValue(name, out object? value))
        {
            return null;
        }

        const DateTimeStyles toUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        bool isTime = DateTime.TryParse(value as string, CultureInfo.InvariantCulture, toUtc, out DateTime time);
        return Take(name, isTime ? time : (DateTime?)null, value);
    }

    /// <summary>A list of texts.</summary>
    public string[]? TakeTexts(string name) =>
        Rest.TryGetValue(name, out object? value) ? Take(name, AllOf<string>(value), value) : null;

    /// <summary>A list of objects.</summary>
    public PropertyBag[]? TakeObjects(string name) =>
        Rest.TryGetValue(name, out object? value) ? Take(name, AllOf<PropertyBag>(value), value) : null;

    /// <summary>An object; an empty array stands for an empty object, as PHP writes it.</summary>
    public PropertyBag? TakeObject(string name)
    {
        if (!Rest.TryGetValue(name, out object? value))
        {
            return null;
        }

        return Take(name, value is object?[] { Length: 0 } ? new PropertyBag() : value as PropertyBag, value);
    }

    /// <summary>An EXIF object that nobody has looked at; null if there is none, or an empty array for one.</summary>
    public RawExif? TakeExif(string name)
    {
        if (!Rest.TryGetValue(name, out object? value))
        {
            return null;
        }

        if (value is RawExif or null or object?[] { Length: 0 })
        {
            Rest.Remove(name);
        }

        return value as RawExif;
    }

    private static T[]? AllOf<T>(object? value) =>
        value is object?[] items && Array.TrueForAll(items, item => item is T) ? [.. items.Cast<T>()] : null;

    private T? Take<T>(string name, T? understood, object? value)
    {
        // Of an array the first item is taken: all there is only if it stands alone.
        bool isWhole = value is not object?[] items || (items.Length == 1 && items[0] is not object?[]) || understood is PropertyBag or Array;
        if (understood is null ? value is null : isWhole && (understood is not long number || TagValue.ToDouble(value) == number))
        {
            Rest.Remove(name);
        }

        return understood;
    }
}
