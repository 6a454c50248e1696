namespace ImageKit.Metadata.Text;

/// <summary>
/// Patterns for names with <c>*</c>, <c>?</c> and <c>[a-c]</c>, not case-sensitive. Each wildcard also matches itself, brackets
/// included, so that a URL matches when it is used as a pattern.
/// </summary>
internal static class NamePattern
{
    private static readonly char[] Wildcards = ['*', '?', '['];

    /// <summary>Whether the pattern has a star: the only wildcard in a URL, where a question mark begins a query.</summary>
    public static bool HasStar(string pattern) => pattern.Contains('*');

    public static bool HasWildcard(string pattern) => pattern.IndexOfAny(Wildcards) >= 0;

    /// <summary>Compares in time proportional to at most the product of the lengths.</summary>
    public static bool Matches(string pattern, string text)
    {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && MatchOne(pattern, p, text[t]) is int length and > 0)
            {
                p += length;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    /// <summary>Returns the length of the part of the pattern that matches the character; 0 if none does.</summary>
    private static int MatchOne(string pattern, int start, char c)
    {
        int end = pattern[start] == '[' ? pattern.IndexOf(']', start + 1) : -1;
        if (end > start + 1 && IsInSet(pattern, start + 1, end, char.ToUpperInvariant(c)))
        {
            return end - start + 1;
        }

        return pattern[start] == '?' || char.ToUpperInvariant(pattern[start]) == char.ToUpperInvariant(c) ? 1 : 0;
    }

    private static bool IsInSet(string pattern, int start, int end, char c)
    {
        for (int i = start; i < end; i++)
        {
            char first = char.ToUpperInvariant(pattern[i]);
            char last = first;
            if (i + 2 < end && pattern[i + 1] == '-')
            {
                last = char.ToUpperInvariant(pattern[i + 2]);
                i += 2;
            }

            if (c >= first && c <= last)
            {
                return true;
            }
        }

        return false;
    }
}
