using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Json;

/// <summary>
/// Reads text that System.Text.Json refuses: half a surrogate pair, as Node.js writes for text that was cut, or bytes that are
/// no UTF-8. One such tag must not cost the user the rest of the answer.
/// </summary>
internal static class BrokenText
{
    /// <summary>The text at the reader's position, with U+FFFD for what is no character.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Repair(Unescape(Encoding.UTF8.GetString(reader.ValueSpan.ToArray())));
        }
    }

    /// <summary>The reader has checked already that the escapes are complete.</summary>
    private static StringBuilder Unescape(string raw)
    {
        StringBuilder text = new(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            text.Append(raw[i] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)Convert.ToUInt16(raw.Substring(i + 1, 4), 16),
                char itself => itself,
            });
            i += raw[i] == 'u' ? 4 : 0;
        }

        return text;
    }

    private static string Repair(StringBuilder text)
    {
        string broken = text.ToString();
        for (int i = 0; i < broken.Length; i++)
        {
            if (PlainText.IsHalf(broken, i))
            {
                text[i] = '\uFFFD';
            }
        }

        return text.ToString();
    }
}
