using System.Text;

namespace ImageKit.Metadata.Emulator;

/// <summary>Cuts a search query into tokens. Inside a string a backslash takes the next quote or backslash literally.</summary>
internal static class SearchTokenizer
{
    private static readonly string[] Symbols = ["<=", ">=", "=", ":", "<", ">", "(", ")", "[", "]", ","];

    public static List<SearchToken> Split(string text)
    {
        List<SearchToken> tokens = [];
        int position = 0;
        while (position < text.Length)
        {
            char next = text[position];
            if (char.IsWhiteSpace(next))
            {
                position++;
            }
            else if (next == '"')
            {
                tokens.Add(ReadString(text, ref position));
            }
            else if (Array.Find(Symbols, symbol => string.CompareOrdinal(text, position, symbol, 0, symbol.Length) == 0) is string found)
            {
                tokens.Add(new SearchToken(found, false, position));
                position += found.Length;
            }
            else
            {
                tokens.Add(ReadWord(text, ref position));
            }
        }

        return tokens;
    }

    private static SearchToken ReadString(string text, ref int position)
    {
        int start = position++;
        StringBuilder content = new();
        while (position < text.Length)
        {
            char next = text[position++];
            if (next == '"')
            {
                return new SearchToken(content.ToString(), true, start);
            }

            if (next == '\\' && position < text.Length && text[position] is '"' or '\\')
            {
                next = text[position++];
            }

            content.Append(next);
        }

        throw SearchQueryParser.Invalid($"the string that begins at position {start} is not closed");
    }

    private static SearchToken ReadWord(string text, ref int position)
    {
        int start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '.' or '-' or '_'))
        {
            position++;
        }

        return position > start
            ? new SearchToken(text[start..position], false, start)
            : throw SearchQueryParser.Invalid($"unexpected '{text[start]}' at position {start}");
    }
}
