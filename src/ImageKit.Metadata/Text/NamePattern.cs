namespace ImageKit.Metadata.Text;

/// <summary>
/// Names with <c>*</c> and <c>?</c>, without regard to case. Brackets mean nothing, since URLs may hold them; and as each
/// wildcard matches itself, a URL is its own pattern.
/// </summary>
internal static class NamePattern
{
    private static readonly char[] Wildcards = ['*', '?'];

    private static readonly char[] Star = ['*'];

    /// <summary>The one wildcard in a URL, where a question mark begins a query.</summary>
    public static bool HasStar(string pattern) => pattern.IndexOfAny(Star) >= 0;

    public static bool HasWildcard(string pattern) => pattern.IndexOfAny(Wildcards) >= 0;

    /// <summary>Compares in time proportional to the product of the lengths at worst, whatever the pattern.</summary>
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
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[t])))
            {
                p++;
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
}
