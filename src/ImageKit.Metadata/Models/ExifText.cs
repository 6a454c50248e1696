using System.Collections;
using System.Globalization;
using System.Text;

namespace ImageKit.Metadata.Models;

/// <summary>
/// Reads the text of a tag: a string, a list of strings, a number, or the bytes of a tag that EXIF stores as bytes, with or
/// without a character code. Text ends at its first NUL.
/// </summary>
internal static class ExifText
{
    private const int CodeLength = 8;
    private const string AsciiCode = "ASCII\0\0\0";
    private const string UnicodeCode = "UNICODE\0";
    private const string JisCode = "JIS\0\0\0\0\0";
    private const string UndefinedCode = "\0\0\0\0\0\0\0\0";

    private static readonly string[] Codes = [AsciiCode, "ASCII   ", UnicodeCode, JisCode, UndefinedCode];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // What cameras and programs write into a text that nobody has filled in.
    private static readonly HashSet<string> StockTexts = new(StringComparer.OrdinalIgnoreCase)
    {
        "User comments", "User comment", "UserComment", "Comment", "Comments", "null", "(null)", "nil", "none", "n/a", "unknown", "undefined", "default",
        "empty", "untitled", "ASCII", "UNICODE", "JIS",
        "Artist", "Author", "Owner", "Owner name", "Photographer", "Picture", "Photo", "Image", "Screenshot",
        "OLYMPUS DIGITAL CAMERA", "DIGITAL CAMERA", "MINOLTA DIGITAL CAMERA", "KONICA MINOLTA DIGITAL CAMERA", "SAMSUNG DIGITAL CAMERA", "SONY DSC",
        "Exif_JPEG_PICTURE", "DCIM", "binary comment", "[object Object]", "Unknown artist", "Unknown author", "Unknown owner", "Your name", "User",
    };

    /// <summary>The text of a tag; null if the tag is absent, blank or not text.</summary>
    public static string? Read(PropertyBag tags, string tag) => Read(tag, tags.Find(tag));

    /// <summary>The text of a tag's value.</summary>
    public static string? Read(string tag, object? value)
    {
        bool isWide = tag.StartsWith("XP", StringComparison.OrdinalIgnoreCase);
        string? text = value switch
        {
            null or bool => null,
            string s => DecodeString(s, isWide),
            byte[] bytes => DecodeBytes(bytes, isWide),
            IDictionary table => DecodeBuffer(table, isWide),
            IEnumerable list => DecodeList(tag, [.. list.Cast<object?>()], isWide),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => null,
        };
        return Trim(text);
    }

    /// <summary>Whether a text is what a camera or program writes on its own, such as "User comments" or zeros, and says nothing of a person.</summary>
    public static bool IsStock(string text) =>
        StockTexts.Contains(text) || IsBareCharset(text) || text.All(c => c is '0' or '\u00FF' || !char.IsLetterOrDigit(c));

    private static string? Trim(string? text)
    {
        int end = text?.IndexOf('\0') ?? -1;
        text = (end < 0 ? text : text!.Substring(0, end))?.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static string? DecodeString(string text, bool isWide)
    {
        if (IsPlain(text))
        {
            return WithoutCharset(text);
        }

        // Each character may stand for a byte: so the service writes tags of EXIF's type UNDEFINED.
        string? code = Array.Find(Codes, candidate => text.StartsWith(candidate, StringComparison.OrdinalIgnoreCase));
        if (code is not null)
        {
            string rest = text.Substring(CodeLength);

            // A byte order mark that was read as UTF-8 is lost, and the zeros between the letters remain.
            return rest.All(c => c <= byte.MaxValue) ? DecodeWithCode(code, ToBytes(rest))
                : code == UnicodeCode ? new string([.. rest.Where(c => c is not ('\0' or '\uFFFD'))])
                : rest;
        }

        bool isInBytes = text.Length >= 2 && text.IndexOf('\0') is >= 0 and < 2 && text.All(c => c <= byte.MaxValue);
        return isInBytes && (isWide || LooksWide(ToBytes(text))) ? DecodeUtf16(ToBytes(text))
            : text.Any(c => c > 0x7F) && text.All(c => c <= byte.MaxValue) ? DecodeUncoded(ToBytes(text))
            : WithoutCharset(text);
    }

    /// <summary>Whether the text is ASCII without NUL and without a character code, as nearly every text: then nothing is to be decoded.</summary>
    private static bool IsPlain(string text)
    {
        foreach (char c in text)
        {
            if (c is '\0' or > '\u007F')
            {
                return false;
            }
        }

        return !text.StartsWith("ASCII", StringComparison.OrdinalIgnoreCase);
    }

    private static string? DecodeBytes(byte[] bytes, bool isWide)
    {
        if (isWide)
        {
            return DecodeUtf16(bytes, isLittleEndian: true);
        }

        string head = ToText(bytes, Math.Min(CodeLength, bytes.Length));
        return Array.Find(Codes, candidate => candidate.Equals(head, StringComparison.OrdinalIgnoreCase)) is string code
            ? DecodeWithCode(code, [.. bytes.Skip(CodeLength)])
            : DecodeUncoded(bytes);
    }

    private static string? DecodeWithCode(string code, byte[] bytes)
    {
        // Programs write plain text behind any of the codes.
        if (IsPrintableAscii(bytes))
        {
            return ToText(bytes, bytes.Length);
        }

        return code switch
        {
            UnicodeCode => DecodeUtf16(bytes),
            JisCode => DecodeJis(bytes),
            _ => DecodeUncoded(bytes),
        };
    }

    private static string? DecodeUncoded(byte[] bytes)
    {
        if (HasUtf16Mark(bytes) || LooksWide(bytes))
        {
            return DecodeUtf16(bytes);
        }

        int end = Array.IndexOf(bytes, (byte)0);
        int length = end < 0 ? bytes.Length : end;
        try
        {
            return WithoutCharset(StrictUtf8.GetString(bytes, 0, length).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException)
        {
            return ToText(bytes, length);
        }
    }

    /// <summary>UTF-16 by its mark, else in the byte order that gives more plain text.</summary>
    private static string DecodeUtf16(byte[] bytes)
    {
        if (HasUtf16Mark(bytes))
        {
            return DecodeUtf16(bytes, isLittleEndian: bytes[0] == 0xFF).TrimStart('\uFEFF');
        }

        string little = DecodeUtf16(bytes, isLittleEndian: true);
        string big = DecodeUtf16(bytes, isLittleEndian: false);
        return Plainness(big) > Plainness(little) ? big : little;
    }

    private static string DecodeUtf16(byte[] bytes, bool isLittleEndian) =>
        (isLittleEndian ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes, 0, bytes.Length & ~1).TrimStart('\uFEFF');

    private static int Plainness(string text) => text.Sum(c => c is >= ' ' and < '\u0250' ? 2 : char.IsLetterOrDigit(c) ? 1 : 0);

    private static string? DecodeJis(byte[] bytes)
    {
        const byte Escape = 0x1B;
        string name = Array.IndexOf(bytes, Escape) >= 0 ? "iso-2022-jp" : "shift_jis";
        try
        {
#if NET8_0_OR_GREATER
            return CodePagesEncodingProvider.Instance.GetEncoding(name)?.GetString(bytes);
#else
            return Encoding.GetEncoding(name).GetString(bytes);
#endif
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // A runtime without this character set.
            return null;
        }
    }

    /// <summary>The bytes of a Buffer of Node.js or of a typed array, whose names are 0, 1, 2…</summary>
    private static string? DecodeBuffer(IDictionary table, bool isWide) =>
        table.Contains("type") && table["type"]?.ToString() == "Buffer" && table["data"] is IEnumerable data and not string
            ? DecodeBytes(data.Cast<object?>(), isWide)
            : DecodeBytes(Enumerable.Range(0, table.Count).Select(index => table[index.ToString(CultureInfo.InvariantCulture)]), isWide);

    private static string? DecodeBytes(IEnumerable<object?> items, bool isWide) =>
        ToUnits([.. items]) is int[] units && Array.TrueForAll(units, unit => unit <= byte.MaxValue) ? DecodeBytes([.. units.Select(unit => (byte)unit)], isWide) : null;

    private static string? DecodeList(string tag, object?[] items, bool isWide)
    {
        if (items.Length == 1 && !(isWide && items[0] is long))
        {
            return Read(tag, items[0]);
        }

        if (ToUnits(items) is not int[] units)
        {
            string[] texts = [.. items.Select(item => Read(tag, item)).OfType<string>().Distinct(StringComparer.Ordinal)];
            return texts.Length == 0 ? null : string.Join(", ", texts);
        }

        if (Array.Exists(units, unit => unit > byte.MaxValue))
        {
            return isWide ? new string([.. units.Select(unit => (char)unit)]) : string.Join(" ", units);
        }

        byte[] bytes = [.. units.Select(unit => (byte)unit)];
        string? text = DecodeBytes(bytes, isWide);

        // The numbers of a serial number are not the bytes of a text.
        return isWide || Trim(text)?.Any(char.IsControl) == false || Array.TrueForAll(units, unit => unit == 0) ? text : string.Join(" ", units);
    }

    /// <summary>The numbers of a list of bytes or 16-bit units; null if it is anything else.</summary>
    private static int[]? ToUnits(object?[] items)
    {
        int[] units = new int[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i] is not (long or int or short or byte or double) || ExifNumber.Read(items[i]) is not double number || number is < 0 or > ushort.MaxValue || number != (int)number)
            {
                return null;
            }

            units[i] = (int)number;
        }

        return units;
    }

    /// <summary>A text without the prefix <c>charset=Ascii</c> that some programs put before a comment.</summary>
    private static string WithoutCharset(string text)
    {
        const string Prefix = "charset=";
        int blank = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text.IndexOf(' ') : -1;
        return blank < 0 ? text : text.Substring(blank + 1);
    }

    private static bool IsBareCharset(string text) => text.StartsWith("charset=", StringComparison.OrdinalIgnoreCase) && text.IndexOf(' ') < 0;

    private static bool HasUtf16Mark(byte[] bytes) => bytes.Length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF));

    /// <summary>Whether every other byte is zero, as in UTF-16 text of a Latin script. The last pair may be cut.</summary>
    private static bool LooksWide(byte[] bytes)
    {
        if (bytes.Length < 4)
        {
            return false;
        }

        bool IsZero(int first) => Enumerable.Range(0, bytes.Length / 2).All(pair => bytes[(2 * pair) + first] == 0);
        return IsZero(0) != IsZero(1);
    }

    private static bool IsPrintableAscii(byte[] bytes)
    {
        int end = Array.IndexOf(bytes, (byte)0);

        // Only zeros may follow the text; otherwise the zero belongs to a wide character.
        return end != 0
            && Array.TrueForAll(bytes, b => b is 0 or (byte)'\t' or (byte)'\n' or (byte)'\r' or (>= 0x20 and < 0x7F))
            && (end < 0 || bytes.Skip(end).All(b => b == 0))
            && !(end == 1 && bytes.Length > 2);
    }

    private static byte[] ToBytes(string text) => [.. text.Select(c => (byte)c)];

    private static string ToText(byte[] bytes, int length) => new([.. bytes.Take(length).Select(b => (char)b)]);
}
