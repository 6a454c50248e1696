using System.Collections;
using System.Globalization;
using System.Text.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Json;

/// <summary>Writes plain .NET values as JSON, so that <see cref="JsonValueReader"/> reads the same values.</summary>
internal static class JsonValueWriter
{
    private const int MaximumDepth = 32;

    /// <summary>The JSON of one object, as a line of a file.</summary>
    public static byte[] WriteLine(Action<Utf8JsonWriter> writeProperties) => [.. WriteObject(writeProperties), (byte)'\n'];

    /// <summary>The JSON of one object.</summary>
    public static byte[] WriteObject(Action<Utf8JsonWriter> writeProperties) => WriteBytes(json =>
    {
        json.WriteStartObject();
        writeProperties(json);
        json.WriteEndObject();
    });

    /// <summary>The JSON of one value, as UTF-8.</summary>
    public static byte[] WriteBytes(Action<Utf8JsonWriter> write)
    {
        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output))
        {
            write(json);
        }

        return output.ToArray();
    }

    public static void Write(Utf8JsonWriter json, object? value, int depth = 0)
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
            case DateTime time:
                json.WriteStringValue(time);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case IDictionary table when depth < MaximumDepth:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in table)
                {
                    json.WritePropertyName(PlainText.ToWhole(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty));
                    Write(json, entry.Value, depth + 1);
                }

                json.WriteEndObject();
                break;
            case not string and IEnumerable list when depth < MaximumDepth:
                json.WriteStartArray();
                foreach (object? item in list)
                {
                    Write(json, item, depth + 1);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(PlainText.ToWhole(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty));
                break;
        }
    }
}
