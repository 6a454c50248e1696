using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Reporting;

/// <summary>Parts of findings and rules that several formats share, as JSON.</summary>
internal static class FindingJson
{
    private const int DeepestValue = 16;

    public static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, ReportText.WellFormed(text));
        }
    }

    public static void WriteBag(Utf8JsonWriter json, PropertyBag? values)
    {
        json.WriteStartObject();
        foreach (KeyValuePair<string, object?> entry in values ?? [])
        {
            json.WritePropertyName(ReportText.WellFormed(entry.Key));
            WriteValue(json, entry.Value);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="WriteBag"/> wrote; null for any other text.</summary>
    public static PropertyBag? ReadBag(string text)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? JsonValueReader.ReadObject(ref reader) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static void WriteValue(Utf8JsonWriter json, object? value, int depth = 0)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long or int or short or byte or sbyte or ushort or uint:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double or float when Math.Abs(Convert.ToDouble(value, CultureInfo.InvariantCulture)) <= double.MaxValue:
                json.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case IDictionary table when depth < DeepestValue:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in table)
                {
                    json.WritePropertyName(ReportText.WellFormed(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty));
                    WriteValue(json, entry.Value, depth + 1);
                }

                json.WriteEndObject();
                break;
            case not string and IEnumerable list when depth < DeepestValue:
                json.WriteStartArray();
                foreach (object? item in list)
                {
                    WriteValue(json, item, depth + 1);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(ReportText.WellFormed(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty));
                break;
        }
    }

    public static void WriteRuleSettings(Utf8JsonWriter json, AuditRule rule)
    {
        json.WriteStartObject();
        foreach (AuditRuleSetting setting in rule.Settings)
        {
            json.WritePropertyName(setting.Name);
            WriteValue(json, setting.Value);
        }

        json.WriteEndObject();
    }
}
