using System.Collections;
using System.Globalization;
using System.Text;

namespace ImageKit.Metadata.Text;

/// <summary>Prints any value of a response or a setting on one line: lists, tables, bytes and numbers.</summary>
internal static class ValueText
{
    private const int LongestText = 500;

    /// <summary>The value, safe to print and cut where it grows too long; empty for null. The default is the invariant culture.</summary>
    public static string ToText(object? value, CultureInfo? culture = null, int maximumLength = LongestText)
    {
        StringBuilder text = new();
        Append(text, value, culture ?? CultureInfo.InvariantCulture, maximumLength);
        return PlainText.Clean(text.ToString(), maximumLength);
    }

    /// <summary>Names and values, <c>Size: 15867524; Limit: 5000000</c>.</summary>
    public static string ToText(IDictionary values, CultureInfo? culture = null, int maximumLength = LongestText)
    {
        StringBuilder text = new();
        AppendEntries(text, values, culture ?? CultureInfo.InvariantCulture, maximumLength);
        return PlainText.Clean(text.ToString(), maximumLength);
    }

    private static void Append(StringBuilder text, object? value, CultureInfo culture, int maximumLength)
    {
        switch (value)
        {
            case string words:
                text.Append(words);
                break;
            case byte[] bytes:
                text.Append(bytes.Length.ToString(culture)).Append(" bytes");
                break;
            case IDictionary table:
                text.Append('{');
                AppendEntries(text, table, culture, maximumLength);
                text.Append('}');
                break;
            case IEnumerable list:
                AppendItems(text, list, culture, maximumLength);
                break;
            case IFormattable number:
                text.Append(number.ToString(null, culture));
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private static void AppendEntries(StringBuilder text, IDictionary values, CultureInfo culture, int maximumLength)
    {
        string separator = string.Empty;
        foreach (DictionaryEntry entry in values)
        {
            if (text.Length > maximumLength)
            {
                return;
            }

            text.Append(separator).Append(entry.Key).Append(": ");
            Append(text, entry.Value, culture, maximumLength);
            separator = "; ";
        }
    }

    private static void AppendItems(StringBuilder text, IEnumerable items, CultureInfo culture, int maximumLength)
    {
        string separator = string.Empty;
        foreach (object? item in items)
        {
            if (text.Length > maximumLength)
            {
                return;
            }

            text.Append(separator);
            Append(text, item, culture, maximumLength);
            separator = ", ";
        }
    }
}
