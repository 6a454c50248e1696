using System.Text;

namespace ImageKit.Metadata.Text;

/// <summary>
/// Makes text from elsewhere safe to print: escape sequences (CSI, OSC), C1 controls, marks that change the direction of text and
/// invisible characters become U+FFFD, so that a terminal shows them and does not obey them.
/// </summary>
internal static class PlainText
{
    private const int MaximumLength = 500;

    private static readonly char[] LineEnds = ['\r', '\n'];

    /// <summary>Returns the text on one line without characters that a terminal obeys, cut at a length that fits a message.</summary>
    public static string Clean(string text, int maximumLength = MaximumLength)
    {
        if (text.Length <= maximumLength && !HasHarmful(text))
        {
            return text;
        }

        StringBuilder clean = new(Math.Min(text.Length, maximumLength) + 1);
        for (int i = 0; i < text.Length; i++)
        {
            if (clean.Length >= maximumLength)
            {
                // No half of a surrogate pair at the cut.
                clean.Length -= char.IsHighSurrogate(clean[clean.Length - 1]) ? 1 : 0;
                clean.Append('…');
                break;
            }

            clean.Append(IsHarmful(text, i) ? '\uFFFD' : text[i]);
        }

        return clean.ToString();
    }

    /// <summary>The same for a text that may have several lines: spaces replace the line ends.</summary>
    public static string OneLine(string text, int maximumLength = MaximumLength) => Clean(string.Join(" ", text.Split(LineEnds, StringSplitOptions.RemoveEmptyEntries)), maximumLength);

    /// <summary>Whether the text has no unpaired surrogate: one could not be sent.</summary>
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

    /// <summary>The text with U+FFFD instead of unpaired surrogates, which cannot be encoded.</summary>
    public static string ToWhole(string text) => IsWhole(text) ? text : string.Concat(text.Select((c, index) => IsHalf(text, index) ? '\uFFFD' : c));

    /// <summary>Whether the character at the index is an unpaired surrogate, which no encoding has.</summary>
    public static bool IsHalf(string text, int index) => char.IsHighSurrogate(text[index])
        ? index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1])
        : char.IsLowSurrogate(text[index]) && (index == 0 || !char.IsHighSurrogate(text[index - 1]));

    private static bool HasHarmful(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsHarmful(text, i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>C0 and C1 controls, line and paragraph separators, direction marks, invisible characters, halves of characters, and what is no character in XML.</summary>
    private static bool IsHarmful(string text, int index)
    {
        char c = text[index];
        return c is < ' ' or (>= '\u007F' and <= '\u009F')
            || (c >= '\u061C' && (IsHalf(text, index) || c is '\u061C' or '\u180E' or '\u200B' or '\u200E' or '\u200F'
                or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF' or (>= '\uFFF9' and not '\uFFFC' and not '\uFFFD')));
    }
}
