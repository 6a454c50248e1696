using System.Text;
using System.Text.Json;

namespace ImageKit.Metadata.Json;

/// <summary>
/// Converts JSON to the .NET values that <see cref="PropertyBag"/> lists. The JSON must have gone through
/// <see cref="JsonRepair"/> if it came from elsewhere.
/// </summary>
internal static class JsonValueReader
{
    private const int MaximumValues = 1_000_000;

    // Maker notes are long arrays of bytes written as numbers: without this, a response takes many times its size in memory.
    private static readonly object[] SmallIntegers = [.. Enumerable.Range(0, 256).Select(static integer => (object)(long)integer)];

    /// <summary>Reads one item of a list.</summary>
    public delegate T ItemReader<T>(ref Utf8JsonReader reader);

    /// <summary>Protects the memory: a value of two bytes may take a hundred once it is read.</summary>
    /// <exception cref="JsonException">There are more values than any response of the service has.</exception>
    public static void ThrowIfTooManyValues(ReadOnlySpan<byte> json)
    {
        if (json.Length <= MaximumValues)
        {
            return;
        }

        Utf8JsonReader reader = new(json);
        for (int count = 0; reader.Read(); count++)
        {
            if (count > MaximumValues)
            {
                throw new JsonException("It has more than a million values.");
            }
        }
    }

    /// <summary>Reads a response that is a list.</summary>
    /// <exception cref="JsonException">It is not a list.</exception>
    public static List<T> ReadList<T>(ReadOnlySpan<byte> json, ItemReader<T> readItem)
    {
        Utf8JsonReader reader = new(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonShapeException("It is not a list.");
        }

        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(readItem(ref reader));
        }

        // Reading on proves that nothing follows.
        reader.Read();
        return items;
    }

    /// <summary>Reads the object that the JSON starts with; null if it is anything else.</summary>
    public static PropertyBag? TryReadObject(ReadOnlySpan<byte> json)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a line of a file that is one object; null if it is anything else, such as two lines that an editor joined.</summary>
    public static PropertyBag? TryReadLine(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader reader = new(line);
            bool isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            return isObject && ReadObject(ref reader) is PropertyBag fields && !reader.Read() ? fields : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Moves to the end of the value at the reader's position, and returns its JSON.</summary>
    public static ReadOnlyMemory<byte> Skip(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json.Slice(start, (int)reader.BytesConsumed - start);
    }

    /// <summary>Reads the value at the reader's position; an object becomes a <see cref="PropertyBag"/>.</summary>
    public static object? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.StartObject => Unwrap(ReadObject(ref reader)),
        _ => throw new JsonException(),
    };

    /// <summary>Reads the object at the reader's position, names trimmed: a documented response has spaces after some.</summary>
    public static PropertyBag ReadObject(ref Utf8JsonReader reader)
    {
        PropertyBag values = new();
        while (ReadName(ref reader, out string name))
        {
            values[name] = ReadValue(ref reader);
        }

        return values;
    }

    /// <summary>Reads the next name of an object, trimmed, and moves to its value; false at the end of the object.</summary>
    public static bool ReadName(ref Utf8JsonReader reader, out string name)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            name = string.Empty;
            return false;
        }

        name = JsonNames.Read(ref reader);
        return reader.Read();
    }

    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long integer))
        {
            return integer is >= 0 and < 256 ? SmallIntegers[integer] : integer;
        }

        // .NET Framework has no double for 1e999: keep the digits.
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

    /// <summary>Node.js writes binary data as <c>{"type":"Buffer","data":[…]}</c>: returns these bytes.</summary>
    private static object Unwrap(PropertyBag values)
    {
        if (values.Count != 2 || values.Find("type") is not "Buffer" || values.Find("data") is not object?[] items)
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
