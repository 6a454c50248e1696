using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImageKit.Metadata.Emulator;

/// <summary>
/// A raw query, read as strictly as a server reads it: parameters end at an unencoded <c>&amp;</c>, a value is decoded
/// exactly once, and a plus sign stands for a blank.
/// </summary>
internal readonly struct ApiQuery(string? raw)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _raw = raw ?? "";

    /// <summary>The first value of a parameter, decoded; false if it is absent.</summary>
    /// <param name="name">The name, as sent (case matters).</param>
    /// <param name="value">The decoded value; null if it is not valid percent-encoded UTF-8.</param>
    public bool TryGet(string name, out string? value)
    {
        ReadOnlySpan<char> rest = _raw.AsSpan().TrimStart('?');
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf('&');
            ReadOnlySpan<char> pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];

            int equals = pair.IndexOf('=');
            ReadOnlySpan<char> key = equals < 0 ? pair : pair[..equals];
            if (key.SequenceEqual(name))
            {
                value = TryDecode(equals < 0 ? [] : pair[(equals + 1)..], plusIsBlank: true, out string? decoded) ? decoded : null;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>The decoded value of a parameter; null if it is absent or malformed.</summary>
    public string? Get(string name) => TryGet(name, out string? value) ? value : null;

    /// <summary>Percent-decodes once; false for a broken escape or for bytes that are not UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, bool plusIsBlank, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        int length = 0;
        while (!text.IsEmpty)
        {
            char first = text[0];
            if (first == '%')
            {
                if (text.Length < 3 || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
                {
                    return false;
                }

                bytes[length++] = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
                text = text[3..];
                continue;
            }

            int run = text.IndexOfAny('%', '+');
            if (run == 0)
            {
                bytes[length++] = (byte)(plusIsBlank ? ' ' : '+');
                text = text[1..];
                continue;
            }

            ReadOnlySpan<char> literal = run < 0 ? text : text[..run];
            length += Encoding.UTF8.GetBytes(literal, bytes.AsSpan(length));
            text = text[literal.Length..];
        }

        try
        {
            decoded = StrictUtf8.GetString(bytes, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static int HexValue(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
