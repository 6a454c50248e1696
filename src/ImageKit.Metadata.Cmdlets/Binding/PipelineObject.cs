using System.Collections;
using System.Globalization;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Binding;

/// <summary>
/// Reads pipeline input by property name, whatever carries the properties: a live object, one from CLIXML, a job or a remote
/// session, a row of a CSV or JSON file, a hashtable.
/// </summary>
internal sealed class PipelineObject
{
    private const string SavedErrorType = "Deserialized.System.Management.Automation.ErrorRecord";
    private const int NamedProperties = 12;

    /// <summary>The properties that can contain the URL: the parameter <c>-Url</c> and its aliases.</summary>
    public static readonly string[] UrlNames = ["Url", "Uri", "ImageUrl", "Href"];

    private readonly PSObject? _object;
    private readonly IDictionary? _table;

    public PipelineObject(object? input)
    {
        Value = Unwrap(input);
        _table = Value as IDictionary;
        _object = Value is null || _table is not null ? null : PSObject.AsPSObject(input);
    }

    /// <summary>The object itself; for a row, which has nothing but properties, the <see cref="PSObject"/>.</summary>
    public object? Value { get; }

    /// <summary>Whether the input consists of named properties only: a row, a deserialized object or a hashtable.</summary>
    public bool IsRow => Value is IDictionary or PSObject;

    /// <summary>Whether the input is an error record that was deserialized: PowerShell leaves it a row.</summary>
    public bool IsSavedError => _object?.TypeNames.Contains(SavedErrorType) == true && Value is PSObject;

    /// <summary>The first URL among the properties that can contain it; null if none does.</summary>
    public string? Url => UrlNames.Select(Text).FirstOrDefault(text => text is not null);

    public bool HasUrl => UrlNames.Any(Has);

    public bool Has(string name) => _table is null ? _object?.Properties[name] is not null : FindKey(name) is not null;

    /// <summary>The value of a property without PowerShell's wrapper; null if there is no such property.</summary>
    public object? Get(string name) =>
        Unwrap(_table is null ? _object?.Properties[name]?.Value : FindKey(name) is object key ? _table[key] : null);

    public string? Text(string name) => ToText(Get(name));

    /// <summary>The text of a value with its wrapper: an enumeration from CLIXML is a number whose name only the wrapper has.</summary>
    public string? DisplayText(string name) => _table is null ? _object?.Properties[name]?.Value?.ToString() : Get(name)?.ToString();

    public long? Int64(string name) => ToInt64(Get(name));

    public double? Double(string name) => SettingValue.ToNumber(Get(name));

    public bool? Boolean(string name) => SettingValue.ToBoolean(Get(name));

    public DateTime? Time(string name) =>
        Get(name) is object value and not string
            ? value as DateTime?
            : DateTime.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time) ? time : null;

    public PropertyBag? Bag(string name) => ToBag(Get(name));

    /// <summary>A list of texts, or the column of a CSV file with the text of one.</summary>
    public string[] Strings(string name) => ToStrings(Get(name)) ?? [];

    /// <summary>A list of texts, or the text of one (<see cref="TextList"/>); null for anything else.</summary>
    public static string[]? ToStrings(object? value) => value switch
    {
        string text when text.StartsWith("System.", StringComparison.Ordinal) && text.EndsWith("[]", StringComparison.Ordinal) => null, // What a CSV file contains instead of an array.
        string text => [.. text.Split(',').Select(item => item.Trim()).Where(item => item.Length > 0)],
        IEnumerable list => [.. list.Cast<object?>().Select(item => ToText(Unwrap(item))).OfType<string>()],
        _ => null,
    };

    /// <summary>The sentence for an input that has none of the expected properties: it names those that there are.</summary>
    public string ToMissingPropertyMessage(string expected)
    {
        string[] names = [.. PropertyNames().Take(NamedProperties + 1)];
        if (names is [var single] && single.IndexOfAny([';', '\t']) is int at and >= 0)
        {
            string delimiter = single[at] == ';' ? "';'" : "\"`t\"";
            return $"The input has a single property '{PlainText.Clean(single, 100)}' instead of {expected}. It looks like a CSV file with another delimiter; use Import-Csv -Delimiter {delimiter}.";
        }

        string found = names.Length == 0
            ? "none"
            : string.Join(", ", names.Take(NamedProperties).Select(name => PlainText.Clean(name, 50))) + (names.Length > NamedProperties ? ", …" : string.Empty);
        return $"The input has none of the properties {expected}. Its properties are: {found}.";
    }

    /// <summary>The names of the properties, in one text: equal for all rows of one file.</summary>
    public string ToShape() => string.Join("\n", PropertyNames());

    public static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    public static string? ToText(object? value) => value switch
    {
        string text => text.Length == 0 ? null : text,
        Uri uri => uri.OriginalString,
        null or PSObject or IEnumerable => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    public static long? ToInt64(object? value) => value is long number ? number : TagValue.ToInt64(SettingValue.ToNumber(value));

    public static PropertyBag? ToBag(object? value)
    {
        switch (Unwrap(value))
        {
            case PropertyBag bag:
                return bag;
            case IDictionary table:
                PropertyBag copy = new();
                foreach (DictionaryEntry entry in table)
                {
                    copy[entry.Key.ToString() ?? string.Empty] = ToPlainValue(entry.Value);
                }

                return copy;
            case PSObject row:
                PropertyBag fields = new();
                foreach (PSPropertyInfo property in row.Properties.Where(property => property.MemberType is PSMemberTypes.NoteProperty or PSMemberTypes.Property))
                {
                    fields[property.Name] = ToPlainValue(property.Value);
                }

                return fields;
            default:
                return null;
        }
    }

    private static object? ToPlainValue(object? value) => Unwrap(value) switch
    {
        null => null,
        string or byte[] or bool or double or long or ExifData => Unwrap(value),
        int or short or byte => Convert.ToInt64(Unwrap(value), CultureInfo.InvariantCulture),
        PSObject or IDictionary => ToBag(value),
        IEnumerable list => list.Cast<object?>().Select(ToPlainValue).ToArray(),
        _ => Unwrap(value),
    };

    private object? FindKey(string name) =>
        _table!.Keys.Cast<object>().FirstOrDefault(key => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase));

    private IEnumerable<string> PropertyNames() => _table is not null
        ? _table.Keys.Cast<object>().Select(key => key.ToString() ?? string.Empty)
        : _object?.Properties.Select(property => property.Name) ?? [];
}
