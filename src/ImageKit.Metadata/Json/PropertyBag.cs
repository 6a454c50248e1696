using System.Collections;
using System.Globalization;
using System.Text;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>
/// Named values as the service sent them, names without regard to case. A value is a string, <see cref="long"/>,
/// <see cref="double"/>, <see cref="bool"/>, <c>byte[]</c>, <c>object[]</c>, a nested <see cref="PropertyBag"/>, or null.
/// </summary>
public sealed class PropertyBag : Dictionary<string, object?>
{
    private const int LongestText = 500;

    /// <summary>Makes an empty bag.</summary>
    public PropertyBag()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    /// <summary>Copies a dictionary: this is how PowerShell turns the hashtable of a deserialized object back.</summary>
    /// <param name="values">The names and values.</param>
    public PropertyBag(IDictionary values)
        : this()
    {
        foreach (DictionaryEntry entry in values)
        {
            this[entry.Key.ToString()!] = entry.Value;
        }
    }

    /// <summary>
    /// Names and values on one line, the same in every culture: <c>Size: 15867524; Limit: 5000000</c>. So a bag stands in a CSV
    /// file. Safe to print, and cut where it grows too long.
    /// </summary>
    public override string ToString()
    {
        StringBuilder text = new();
        AppendEntries(text, this);
        return PlainText.Clean(text.ToString(), LongestText);
    }

    private static void AppendEntries(StringBuilder text, IDictionary values)
    {
        string separator = string.Empty;
        foreach (DictionaryEntry entry in values)
        {
            if (text.Length > LongestText)
            {
                return;
            }

            text.Append(separator).Append(entry.Key).Append(": ");
            AppendValue(text, entry.Value);
            separator = "; ";
        }
    }

    private static void AppendValue(StringBuilder text, object? value)
    {
        switch (value)
        {
            case string words:
                text.Append(words);
                break;
            case byte[] bytes:
                text.Append(bytes.Length.ToString(CultureInfo.InvariantCulture)).Append(" bytes");
                break;
            case IDictionary table:
                text.Append('{');
                AppendEntries(text, table);
                text.Append('}');
                break;
            case IEnumerable list:
                AppendItems(text, list);
                break;
            case IFormattable number:
                text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private static void AppendItems(StringBuilder text, IEnumerable items)
    {
        string separator = string.Empty;
        foreach (object? item in items)
        {
            if (text.Length > LongestText)
            {
                return;
            }

            text.Append(separator);
            AppendValue(text, item);
            separator = ", ";
        }
    }
}
