using System.Text;

namespace ImageKit.Metadata.Json;

/// <summary>
/// Repairs JSON once, on arrival: Node.js writes unpaired surrogates for text that was cut, and EXIF contains bytes that are
/// not UTF-8. System.Text.Json refuses both, and so do jq and DuckDB when they read a checkpoint file.
/// </summary>
internal static class JsonRepair
{
    private const int EscapeLength = 6;

    /// <summary>Returns the same JSON on one line, with U+FFFD instead of invalid characters.</summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> json)
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
                // In JSON a line break can only separate tokens, as a space does.
                line[i] = (byte)' ';
            }
            else if (line[i] == '\\')
            {
                i += RepairEscape(line.AsSpan(i)) - 1;
            }
        }

        return line;
    }

    /// <summary>JSON has no byte order mark, but editors and some servers write one.</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> json)
    {
        ReadOnlySpan<byte> mark = "\uFEFF"u8;
        return json.Span.StartsWith(mark) ? json.Slice(mark.Length) : json;
    }

    /// <summary>Repairs the escape at the beginning, and returns its length.</summary>
    private static int RepairEscape(Span<byte> text)
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

    /// <summary>The value of the <c>\uXXXX</c> at the beginning; negative if the text does not begin with one.</summary>
    private static int ReadCodeUnit(ReadOnlySpan<byte> text)
    {
        if (text.Length < EscapeLength || text[0] != '\\' || text[1] != 'u')
        {
            return -1;
        }

        int value = 0;
        foreach (byte digit in text.Slice(2, 4))
        {
            int hex = digit is >= (byte)'0' and <= (byte)'9' ? digit - '0' : (digit | 0x20) is >= 'a' and <= 'f' ? (digit | 0x20) - 'a' + 10 : -1;
            if (hex < 0)
            {
                return -1;
            }

            value = (value << 4) | hex;
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
