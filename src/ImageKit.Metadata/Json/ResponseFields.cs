using System.Globalization;

namespace ImageKit.Metadata.Json;

/// <summary>
/// The fields of one JSON object, removed one by one. A field whose value cannot be converted, or only in part, stays in
/// <see cref="Rest"/>, so that nothing that the service sent is lost.
/// </summary>
internal readonly struct ResponseFields(PropertyBag fields)
{
    /// <summary>The fields that are left.</summary>
    public PropertyBag Rest { get; } = fields;

    public string? RemoveText(string name) => Rest.TryGetValue(name, out object? value) ? Remove(name, value as string, value) : null;

    public long? RemoveInt64(string name) => Rest.TryGetValue(name, out object? value) ? Remove(name, TagValue.ToInt64(value), value) : null;

    public double? RemoveDouble(string name) => Rest.TryGetValue(name, out object? value) ? Remove(name, TagValue.ToDouble(value), value) : null;

    public bool? RemoveBoolean(string name) => Rest.TryGetValue(name, out object? value) ? Remove(name, TagValue.ToBoolean(value), value) : null;

    /// <summary>A time in UTC; one without a zone is treated as UTC.</summary>
    public DateTime? RemoveTime(string name)
    {
        const DateTimeStyles toUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        object? value = Rest.Find(name);
        bool isTime = DateTime.TryParse(value as string, CultureInfo.InvariantCulture, toUtc, out DateTime time);
        return Remove(name, isTime ? time : (DateTime?)null, value);
    }

    public string[]? RemoveStrings(string name) =>
        Rest.TryGetValue(name, out object? value) ? Remove(name, AllOf<string>(value), value) : null;

    public PropertyBag[]? RemoveObjects(string name) =>
        Rest.TryGetValue(name, out object? value) ? Remove(name, AllOf<PropertyBag>(value), value) : null;

    /// <summary>An object; an empty array counts as an empty object, because PHP writes it so.</summary>
    public PropertyBag? RemoveObject(string name) =>
        Rest.TryGetValue(name, out object? value) ? Remove(name, value is object?[] { Length: 0 } ? [] : value as PropertyBag, value) : null;

    private static T[]? AllOf<T>(object? value) =>
        value is object?[] items && Array.TrueForAll(items, item => item is T) ? [.. items.Cast<T>()] : null;

    private T? Remove<T>(string name, T? converted, object? value)
    {
        // Only the first item of an array is converted.
        bool isComplete = value is not object?[] items || (items.Length == 1 && items[0] is not object?[]) || converted is PropertyBag or Array;
        if (converted is null ? value is null : isComplete && (converted is not long number || TagValue.ToDouble(value) == number))
        {
            Rest.Remove(name);
        }

        return converted;
    }
}
