using System.Collections;
using System.Globalization;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Library.Changes;

/// <summary>Checks values for a custom metadata field against its type, options and limits.</summary>
internal sealed class CustomMetadataCheck(CustomMetadataField field)
{
    private const string MultiSelect = "MultiSelect";

    private readonly PropertyBag _schema = field.AdditionalData.Find("schema") as PropertyBag ?? new();

    private object?[] Options => _schema.Find("selectOptions") as object?[] ?? [];

    private string OptionList => string.Join(", ", Options.Select(option => ValueText.ToText(option)));

    /// <summary>Converts values for the fields of the account to what the service stores.</summary>
    /// <returns>What is wrong with the first value that is not valid, in a sentence; null if all are.</returns>
    public static string? TryConvert(IDictionary values, IReadOnlyList<CustomMetadataField> fields, out Dictionary<string, object?> converted)
    {
        converted = [];
        foreach (DictionaryEntry entry in values)
        {
            string name = entry.Key.ToString() ?? string.Empty;
            CustomMetadataField? field = fields.FirstOrDefault(field => field.Name == name);
            if (field is null)
            {
                return $"Unknown custom metadata field '{PlainText.Clean(name)}'. {ClosestName.Suggest(name, fields.Select(field => PlainText.Clean(field.Name!)))}";
            }

            if (new CustomMetadataCheck(field).TryConvert(entry.Value, out object? value) is string fault)
            {
                return fault;
            }

            converted.Add(name, value);
        }

        return null;
    }

    /// <summary>Type and options, for people: <c>SingleSelect: Noord, Kite, Lumen</c>.</summary>
    public string ToDisplayText() => Options.Length == 0 ? PlainText.Clean(field.Type ?? "unknown type") : $"{PlainText.Clean(field.Type!)}: {OptionList}";

    /// <summary>
    /// Converts a value to what the service stores: text, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or an array of
    /// them. Null removes the field from a file.
    /// </summary>
    /// <returns>Why the field cannot have the value, in a sentence; null if it can.</returns>
    public string? TryConvert(object? value, out object? converted)
    {
        converted = null;
        if (value is null)
        {
            return field.IsRequired ? $"The field '{PlainText.Clean(field.Name!)}' is required and cannot be removed." : null;
        }

        converted = field.Type != MultiSelect ? ToScalar(value)
            : value is IEnumerable list and not string ? list.Cast<object?>().Select(ToScalar).ToArray()
            : new[] { ToScalar(value) };
        return field.Type switch
        {
            "Text" or "Textarea" => CheckText(converted),
            "Number" => converted is long or double ? CheckRange(converted, ToNumber) : Wrong("a number"),
            "Boolean" => converted is bool ? null : Wrong("$true or $false"),
            "Date" => converted is string text && ToTime(text) is not null ? CheckRange(converted, ToTime) : Wrong("a date such as 2026-01-31"),
            "SingleSelect" => IsOption(converted) ? null : Wrong($"one of: {OptionList}"),
            MultiSelect => Array.TrueForAll((object?[])converted!, IsOption) ? null : Wrong($"some of: {OptionList}"),
            _ => converted is null ? Wrong("text, a number or a Boolean") : null,
        };
    }

    private static object? ToScalar(object? value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float or decimal or ulong => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        double number when double.IsNaN(number) || double.IsInfinity(number) => null,
        DateTime time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        string or bool or double => value,
        _ => null,
    };

    private static double? ToNumber(object? value) => TagValue.ToDouble(value);

    private static double? ToTime(object? value) =>
        DateTime.TryParse(value as string, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) ? time.Ticks : null;

    private bool IsOption(object? value) => Array.Exists(Options, option => FileValue.AreEqual(option, value));

    private string? CheckText(object? value)
    {
        if (value is not string text)
        {
            return Wrong("text");
        }

        return !PlainText.IsWhole(text) ? Wrong("text without unpaired surrogates")
            : text.Length < TagValue.ToInt64(_schema, "minLength") ? Wrong($"text of at least {_schema.Find("minLength")} characters")
            : text.Length > TagValue.ToInt64(_schema, "maxLength") ? Wrong($"text of at most {_schema.Find("maxLength")} characters; this one has {text.Length}")
            : null;
    }

    private string? CheckRange(object value, Func<object?, double?> read) =>
        read(value) < read(_schema.Find("minValue")) ? Wrong($"at least {ValueText.ToText(_schema.Find("minValue"))}")
        : read(value) > read(_schema.Find("maxValue")) ? Wrong($"at most {ValueText.ToText(_schema.Find("maxValue"))}")
        : null;

    private string Wrong(string expected) => $"The value of the field '{PlainText.Clean(field.Name!)}' must be {expected}.";
}
