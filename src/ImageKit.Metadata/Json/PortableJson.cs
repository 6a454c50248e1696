using System.Text;

namespace ImageKit.Metadata.Json;

/// <summary>
/// Makes JSON that came from a network such that every tool reads it as one line of a file: DuckDB refuses a whole file for
/// one byte that is no UTF-8, and jq one for half a surrogate pair, both of which stand in EXIF now and then.
/// </summary>
internal static class PortableJson
{
    private const int EscapeLength = 6;

    /// <summary>The same JSON without line breaks, with U+FFFD for what is no character.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        ReadOnlySpan<byte> span = json.Span;
        bool hasLineBreaks = span.IndexOfAny((byte)'\n', (byte)'\r') >= 0;
        bool hasSurrogates = span.IndexOf("\\ud"u8) >= 0 || span.IndexOf("\\uD"u8) >= 0;
        bool isUtf8 = IsUtf8(json);
        if (isUtf8 && !hasLineBreaks && !hasSurrogates)
        {
            return json;
        }

        byte[] line = json.ToArray();
        line = isUtf8 ? line : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] is (byte)'\n' or (byte)'\r')
            {
                // A line break in JSON can only stand between tokens, where a blank does as well.
                line[i] = (byte)' ';
            }
            else if (line[i] == '\\')
            {
                i += MendEscape(line.AsSpan(i)) - 1;
            }
        }

        return line;
    }

    /// <summary>Mends the escape at the beginning.</summary>
    /// <returns>Its length.</returns>
    private static int MendEscape(Span<byte> text)
    {
        int first = ReadCodeUnit(text);
        if (first < 0)
        {
            return 2;
        }

        if (char.IsHighSurrogate((char)first) && ReadCodeUnit(text.Slice(EscapeLength)) is >= 0xDC00 and <= 0xDFFF)
        {
            return 2 * EscapeLength;
        }

        if (char.IsSurrogate((char)first))
        {
            "\\ufffd"u8.CopyTo(text);
        }

        return EscapeLength;
    }

    /// <summary>The value of the <c>\uXXXX</c> at the beginning; negative if there is none.</summary>
    private static int ReadCodeUnit(ReadOnlySpan<byte> text)
    {
        if (text.Length < EscapeLength || text[0] != '\\' || text[1] != 'u')
        {
            return -1;
        }

        int value = 0;
        foreach (byte digit in text.Slice(2, 4))
        {
            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return value;
    }

    private static bool IsUtf8(ReadOnlyMemory<byte> bytes)
    {
#if NET8_0_OR_GREATER
        return System.Text.Unicode.Utf8.IsValid(bytes.Span);
#else
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes.ToArray());
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
#endif
    }
}
