using System.Text;

namespace ImageKit.Metadata.Text;

/// <summary>Text from elsewhere, made safe to print: an escape sequence or a line break in it stays a mark on the screen.</summary>
internal static class PlainText
{
    private const int MaximumLength = 500;

    private static readonly char[] LineEnds = ['\r', '\n'];

    /// <summary>The text on one line without control and direction characters, cut where it grows too long for a message.</summary>
    public static string Clean(string text, int maximumLength = MaximumLength)
    {
        StringBuilder clean = new(Math.Min(text.Length, maximumLength + 1));
        foreach (char c in text)
        {
            if (clean.Length == maximumLength)
            {
                clean.Append('…');
                break;
            }

            clean.Append(IsHarmful(c) ? '\uFFFD' : c);
        }

        return clean.ToString();
    }

    /// <summary>The same for a text that may well have several lines: a blank stands for the ends of lines.</summary>
    public static string OneLine(string text, int maximumLength = MaximumLength) => Clean(string.Join(" ", text.Split(LineEnds, StringSplitOptions.RemoveEmptyEntries)), maximumLength);

    /// <summary>Whether every character in the text is whole: half of one could not be sent.</summary>
    public static bool IsWhole(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsHalf(text, i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether half of a surrogate pair stands there without the other half, which no encoding has.</summary>
    public static bool IsHalf(string text, int index) => char.IsHighSurrogate(text[index])
        ? index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1])
        : char.IsLowSurrogate(text[index]) && (index == 0 || !char.IsHighSurrogate(text[index - 1]));

    /// <summary>C0 and C1 controls, and the marks that turn the direction of the text that follows.</summary>
    private static bool IsHarmful(char c) =>
        char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C' or '\u2028' or '\u2029';
}
