using System.Collections;
using System.Globalization;

namespace ImageKit.Metadata.Library.Changes;

/// <summary>The values of a file that can be changed, by the name of the property.</summary>
internal static class FileValue
{
    public const string Tags = nameof(MediaFile.Tags);
    public const string Description = nameof(MediaFile.Description);

    private const string CustomPrefix = nameof(MediaFile.CustomMetadata) + ".";

    /// <summary>The property of a custom metadata field.</summary>
    public static string OfField(string field) => CustomPrefix + field;

    /// <summary>The custom metadata field of a property; null for another property.</summary>
    public static string? FieldOf(string property) =>
        property.StartsWith(CustomPrefix, StringComparison.Ordinal) ? property.Substring(CustomPrefix.Length) : null;

    public static object? Read(MediaFile file, string property) => property switch
    {
        Tags => file.Tags.ToArray(),
        Description => file.Description,
        _ => FieldOf(property) is string field ? file.CustomMetadata.Find(field) : null,
    };

    public static string[] ToTags(object? value) => value switch
    {
        string[] tags => tags,
        IEnumerable list and not string => [.. list.Cast<object?>().OfType<string>()],
        _ => [],
    };

    /// <summary>Whether there is no value: the service leaves out what is empty.</summary>
    public static bool IsEmpty(object? value) => value is null or "" || (value is ICollection list && list.Count == 0);

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        _ when IsEmpty(left) || IsEmpty(right) => IsEmpty(left) && IsEmpty(right),
        (string text, string other) => text == other,
        (bool flag, bool other) => flag == other,
        (IDictionary table, IDictionary other) => table.Count == other.Count
            && table.Keys.Cast<object>().All(key => other.Contains(key) && AreEqual(table[key], other[key])),
        (IList list, IList other) => list.Count == other.Count && list.Cast<object?>().Zip(other.Cast<object?>(), AreEqual).All(isEqual => isEqual),
        (long or double, long or double) => Convert.ToDouble(left, CultureInfo.InvariantCulture).Equals(Convert.ToDouble(right, CultureInfo.InvariantCulture)),
        _ => false,
    };
}
