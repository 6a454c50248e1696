using System.Text;

namespace ImageKit.Metadata.Binding;

/// <summary>
/// Names as a user gives them, with PowerShell's wildcards. The service knows equality and beginnings: as much of a pattern
/// as that goes into the search, and the rest is looked at here. Upper and lower case count, as they do at the service.
/// </summary>
internal sealed class NameFilter
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<WildcardPattern> _patterns = [];
    private readonly List<string> _beginnings = [];

    public NameFilter(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                _patterns.Add(new WildcardPattern(name));
                _beginnings.Add(ReadBeginning(name));
            }
            else
            {
                _names.Add(WildcardPattern.Unescape(name));
            }
        }
    }

    /// <summary>Whether the search alone is not enough.</summary>
    public bool HasPatterns => _patterns.Count > 0;

    /// <summary>Adds the part that the service can check.</summary>
    public void AddTo(SearchQueryBuilder query)
    {
        if (_beginnings.Contains(string.Empty))
        {
            // A pattern that any beginning fits says nothing that the service could understand.
            return;
        }

        string[] names = [.. _names];
        string[] beginnings = [.. _beginnings.Distinct(StringComparer.Ordinal)];
        if (beginnings.Length == 0)
        {
            query.IsOneOf("name", names);
        }
        else if (names.Length == 0)
        {
            query.BeginsWith("name", beginnings);
        }
        else
        {
            query.Matches($"{new SearchQueryBuilder().IsOneOf("name", names)} OR {new SearchQueryBuilder().BeginsWith("name", beginnings)}");
        }
    }

    public bool Fits(MediaItem item) =>
        item.Name is string name && (_names.Contains(name) || _patterns.Exists(pattern => pattern.IsMatch(name)));

    /// <summary>The pattern up to its first wildcard, a backtick taking the next character as it is.</summary>
    private static string ReadBeginning(string pattern)
    {
        StringBuilder beginning = new();
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is '*' or '?' or '[')
            {
                break;
            }

            if (pattern[i] == '`' && i + 1 < pattern.Length)
            {
                i++;
            }

            beginning.Append(pattern[i]);
        }

        return beginning.ToString();
    }
}
