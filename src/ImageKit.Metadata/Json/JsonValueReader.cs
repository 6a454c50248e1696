using System.Text;
using System.Text.Json;

namespace ImageKit.Metadata.Json;

/// <summary>Turns any JSON into plain .NET values, the ones that <see cref="PropertyBag"/> lists.</summary>
internal static class JsonValueReader
{
    /// <summary>Reads the value at the reader's position; an object becomes a <see cref="PropertyBag"/>.</summary>
    public static object? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => BrokenText.Read(ref reader),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.StartObject => Unwrap(ReadObject(ref reader)),
        _ => throw new JsonException(),
    };

    /// <summary>Reads the object at the reader's position, names trimmed: a documented answer had blanks after some.</summary>
    public static PropertyBag ReadObject(ref Utf8JsonReader reader)
    {
        PropertyBag values = new();
        while (ReadName(ref reader, out string name))
        {
            values[name] = ReadValue(ref reader);
        }

        return values;
    }

    /// <summary>Reads the next name of an object, trimmed, and goes on to its value; false at the object's end.</summary>
    public static bool ReadName(ref Utf8JsonReader reader, out string name)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            name = string.Empty;
            return false;
        }

        name = BrokenText.Read(ref reader).Trim();
        return reader.Read();
    }

    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long whole))
        {
            return whole;
        }

        // .NET Framework has no double for 1e999: the digits are kept.
        return reader.TryGetDouble(out double number) ? number : Encoding.UTF8.GetString(reader.ValueSpan.ToArray());
    }

    private static object?[] ReadArray(ref Utf8JsonReader reader)
    {
        List<object?> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader));
        }

        return items.ToArray();
    }

    /// <summary>Node.js writes binary data as <c>{"type":"Buffer","data":[…]}</c>: that becomes the bytes it stands for.</summary>
    private static object Unwrap(PropertyBag values)
    {
        if (values.Count != 2
            || !values.TryGetValue("type", out object? type) || type is not "Buffer"
            || !values.TryGetValue("data", out object? data) || data is not object?[] items)
        {
            return values;
        }

        byte[] bytes = new byte[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i] is not long number || number is < byte.MinValue or > byte.MaxValue)
            {
                return values;
            }

            bytes[i] = (byte)number;
        }

        return bytes;
    }
}
