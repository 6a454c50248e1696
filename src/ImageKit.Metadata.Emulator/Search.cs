using System.Globalization;
using System.Text;

namespace ImageKit.Metadata.Emulator;

/// <summary>A search query as <c>GET /v1/files?searchQuery=</c> takes it, for example <c>name : "shoe" AND width > 500</c>.</summary>
public sealed class SearchQuery
{
    private SearchQuery(SearchExpression root, bool namesType) => (Root, NamesType) = (root, namesType);

    /// <summary>The query as a tree.</summary>
    public SearchExpression Root { get; }
    /// <summary>Whether the query names the field <c>type</c>.</summary>
    public bool NamesType { get; }

    /// <summary>Parses a query. AND binds closer than OR.</summary>
    /// <param name="text">The query, decoded.</param>
    /// <exception cref="RefusedRequestException">The service would respond with 400.</exception>
    public static SearchQuery Parse(string text)
    {
        SearchParser parser = new(text);
        return new SearchQuery(parser.Parse(), parser.NamesType);
    }

    /// <summary>Whether a file matches.</summary>
    public bool Matches(SampleAsset asset) => Root.Matches(field => SearchField.ValuesOf(asset, field));

    /// <summary>Whether a folder matches.</summary>
    public bool Matches(SampleFolder folder) => Root.Matches(field => SearchField.ValuesOf(folder, field));
}

/// <summary>A part of a search query.</summary>
public abstract record SearchExpression
{
    internal abstract bool Matches(Func<string, IEnumerable<object>> values);
}

/// <summary>Two conditions: <c>AND</c>, both must match, or <c>OR</c>, one of them must.</summary>
/// <param name="Operator"><c>AND</c> or <c>OR</c>.</param>
/// <param name="Left">One side.</param>
/// <param name="Right">The other side.</param>
public sealed record SearchCombination(string Operator, SearchExpression Left, SearchExpression Right) : SearchExpression
{
    internal override bool Matches(Func<string, IEnumerable<object>> values) =>
        Operator == "AND" ? Left.Matches(values) && Right.Matches(values) : Left.Matches(values) || Right.Matches(values);
}

/// <summary>A field, an operator and the values compared with: text, doubles or Booleans; none for EXISTS.</summary>
/// <param name="Field">The field, without quotes.</param>
/// <param name="Operator">The operator as written, for example <c>NOT IN</c>.</param>
/// <param name="Values">The values as written, unescaped.</param>
public sealed record SearchComparison(string Field, string Operator, IReadOnlyList<object> Values) : SearchExpression
{
    /// <summary>Compares the values, not the identity of the list.</summary>
    public bool Equals(SearchComparison? other) =>
        other is not null && Field == other.Field && Operator == other.Operator && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, Operator, Values.Count);

    internal override bool Matches(Func<string, IEnumerable<object>> values)
    {
        object[] actual = [.. values(Field)];
        object[] wanted = [.. Values.Select(value => SearchField.Convert(Field, SearchField.KindOf(Field)!, value)!)];
        bool Any(Func<string, string, bool> compare) => actual.Any(value => wanted.Any(other => value is string text && other is string searched && compare(text, searched)));
        bool Ordered(Func<int, bool> holds) => actual.Any(value => wanted.Any(bound => value.GetType() == bound.GetType() && holds(
            value is string text ? string.CompareOrdinal(text, (string)bound) : Comparer<object>.Default.Compare(value, bound))));
        return Operator switch
        {
            "EXISTS" => actual.Length > 0,
            "NOT EXISTS" => actual.Length == 0,
            "=" or "IN" => actual.Any(wanted.Contains),
            "NOT =" or "NOT IN" => !actual.Any(wanted.Contains),
            ":" when Field == "path" => Any((value, start) => start == "/" || value == start || value.StartsWith(start + "/", StringComparison.Ordinal)),
            ":" => Any((value, start) => value.StartsWith(start, StringComparison.Ordinal)),
            "HAS" => Any((value, part) => value.Contains(part, StringComparison.OrdinalIgnoreCase)),
            "<" => Ordered(order => order < 0),
            "<=" => Ordered(order => order <= 0),
            ">" => Ordered(order => order > 0),
            _ => Ordered(order => order >= 0),
        };
    }
}

/// <summary>The fields of search queries: their kinds, and the values that a file or folder has in them.</summary>
internal static class SearchField
{
    private const string CustomMetadata = "customMetadata.";

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK"];

    /// <summary><c>string</c>, <c>date</c>, <c>numeric</c>, <c>boolean</c>, or empty for any; null if the field does not exist.</summary>
    public static string? KindOf(string field) => field switch
    {
        "name" or "tags" or "type" or "id" or "format" or "createdBy" or "path" or "embeddedMetadata.Keywords" or "embeddedMetadata.LocationTaken" => "string",
        "createdAt" or "updatedAt" or "embeddedMetadata.DateTimeOriginal" => "date",
        "width" or "height" or "size" => "numeric",
        "private" or "published" or "transparency" => "boolean",
        _ => field.StartsWith(CustomMetadata, StringComparison.Ordinal) && field.Length > CustomMetadata.Length ? "" : null,
    };

    /// <summary>The value to compare with; null if the field does not take the value.</summary>
    public static object? Convert(string field, string kind, object value) => (kind, value) switch
    {
        ("", _) or ("numeric", double) or ("boolean", bool) => value,
        ("date", string text) => DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null,
        ("string", string text) => field == "path" ? ListRequest.NormalizeFolder(text) : text,
        _ => null,
    };

    public static IEnumerable<object> ValuesOf(SampleAsset asset, string field) => field switch
    {
        "name" => [asset.Name],
        "tags" => [.. asset.Tags, .. asset.AiTags],
        "type" => ["file"],
        "id" => [asset.FileId],
        "createdAt" => [asset.CreatedAt],
        "updatedAt" => [asset.UpdatedAt],
        "width" => asset.IsVideo ? [] : [(double)asset.Width],
        "height" => asset.IsVideo ? [] : [(double)asset.Height],
        "size" => [(double)asset.Size],
        "format" => [asset.Format],
        "private" => [asset.IsPrivate],
        "published" => [asset.IsPublished],
        "transparency" => [asset.HasTransparency],
        "createdBy" => [asset.CreatedBy],
        "path" => [asset.Folder],
        "embeddedMetadata.LocationTaken" => asset.Traits.HasFlag(AssetTraits.HasLocation) ? ["Earth"] : [],
        _ => !field.StartsWith(CustomMetadata, StringComparison.Ordinal) || !asset.CustomMetadata.TryGetValue(field[CustomMetadata.Length..], out object? value) ? []
            : value is string[] chosen ? chosen : [value],
    };

    public static IEnumerable<object> ValuesOf(SampleFolder folder, string field) => field switch
    {
        "name" => [folder.Name],
        "type" => ["folder"],
        "id" => [folder.FolderId],
        "createdAt" or "updatedAt" => [folder.CreatedAt],
        "path" => [folder.Parent],
        _ => [],
    };
}

/// <summary>Parses search queries by recursive descent: alternatives of sequences of comparisons or parentheses.</summary>
internal sealed class SearchParser(string text)
{
    private static readonly string[] Symbols = ["<=", ">=", "=", ":", "<", ">", "(", ")", "[", "]", ","];

    private readonly List<(string Text, bool IsString)> _tokens = [];
    private int _next;
    private int _depth;

    /// <summary>Whether the field <c>type</c> is named.</summary>
    public bool NamesType { get; private set; }

    public SearchExpression Parse()
    {
        Tokenize();
        SearchExpression expression = ParseAlternatives();
        return _next == _tokens.Count ? expression : throw Unexpected();
    }

    private void Tokenize()
    {
        for (int i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
            }
            else if (text[i] == '"')
            {
                StringBuilder content = new();
                for (i++; i < text.Length && text[i] != '"'; i++)
                {
                    i += text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\' ? 1 : 0;
                    content.Append(text[i]);
                }

                _tokens.Add(i++ < text.Length ? (content.ToString(), true) : throw Invalid("a string is not closed"));
            }
            else
            {
                string? token = Array.Find(Symbols, symbol => string.CompareOrdinal(text, i, symbol, 0, symbol.Length) == 0);
                token ??= new string([.. text.Skip(i).TakeWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')]);
                _tokens.Add(token.Length > 0 ? (token, false) : throw Invalid($"unexpected '{text[i]}' at position {i}"));
                i += token.Length;
            }
        }
    }

    private SearchExpression ParseAlternatives()
    {
        if (++_depth > 200)
        {
            throw Invalid("too many nested parentheses");
        }

        SearchExpression expression = ParseChain("OR", () => ParseChain("AND", ParseOperand));
        _depth--;
        return expression;
    }

    private SearchExpression ParseChain(string word, Func<SearchExpression> parse)
    {
        SearchExpression expression = parse();
        while (Accept(word))
        {
            expression = new SearchCombination(word, expression, parse());
        }

        return expression;
    }

    private SearchExpression ParseOperand()
    {
        if (!Accept("("))
        {
            return ParseComparison();
        }

        SearchExpression expression = ParseAlternatives();
        return Accept(")") ? expression : throw Unexpected();
    }

    private SearchComparison ParseComparison()
    {
        (string field, bool isQuoted) = Dequeue();

        // A field with a dot in it has to be quoted, any other must not be.
        NamesType |= field == "type";
        string kind = SearchField.KindOf(field) is string known && field.Contains('.', StringComparison.Ordinal) == isQuoted ? known : throw Invalid($"{field} is not a valid field");
        string symbol = (Accept("NOT") ? "NOT " : "") + (Dequeue() is { IsString: false } token ? token.Text : "");
        bool allowed = symbol switch
        {
            ":" or "HAS" => kind is "string" or "",
            "<" or "<=" or ">" or ">=" => kind is "numeric" or "date" or "",
            "IN" or "NOT IN" => kind != "boolean",
            "=" or "NOT =" or "EXISTS" or "NOT EXISTS" => true,
            _ => false,
        };
        return !allowed ? throw Invalid($"{symbol} is not a valid operator for the {field} field")
            : symbol.EndsWith("EXISTS", StringComparison.Ordinal) ? new SearchComparison(field, symbol, [])
            : new SearchComparison(field, symbol, (symbol, symbol is "IN" or "NOT IN" or "HAS" && Accept("[")) switch
            {
                (_, true) => ParseList(field, kind),
                ("IN" or "NOT IN", _) => throw Unexpected(),
                _ => [ParseValue(field, kind)],
            });
    }

    private List<object> ParseList(string field, string kind)
    {
        List<object> values = [];
        do
        {
            values.Add(ParseValue(field, kind));
        }
        while (Accept(","));
        return Accept("]") ? values : throw Unexpected();
    }

    private object ParseValue(string field, string kind)
    {
        (string word, bool isString) = Dequeue();
        object value = isString ? word
            : word is "true" or "false" ? word == "true"
            : double.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number
            : throw Invalid($"{field} field must have a valid value. Make sure the value is enclosed within quotes");
        string advice = kind is "date" or "string" ? ". Make sure the value is enclosed within quotes" : "";
        return SearchField.Convert(field, kind, value) is not null ? value : throw Invalid($"{field} field must have a valid {kind} value{advice}");
    }

    private bool Accept(string word)
    {
        bool found = _next < _tokens.Count && _tokens[_next] == (word, false);
        _next += found ? 1 : 0;
        return found;
    }

    private (string Text, bool IsString) Dequeue() => _next < _tokens.Count ? _tokens[_next++] : throw Invalid("unexpected end");

    private RefusedRequestException Unexpected() => Invalid(_next < _tokens.Count ? $"unexpected '{_tokens[_next].Text}'" : "unexpected end");

    private static RefusedRequestException Invalid(string reason) => new(400, $"Invalid search query - {reason}. Please refer to the documentation for syntax specification.");
}
