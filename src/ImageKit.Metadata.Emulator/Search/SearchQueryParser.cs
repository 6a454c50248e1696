using System.Globalization;

namespace ImageKit.Metadata.Emulator;

/// <summary>Reads search queries by recursive descent: alternatives of sequences of comparisons or parentheses.</summary>
internal sealed class SearchQueryParser(string text)
{
    private const int MaximumDepth = 200;

    private readonly List<SearchToken> _tokens = SearchTokenizer.Split(text);
    private int _next;
    private int _depth;

    public SearchExpression Parse()
    {
        SearchExpression expression = ParseAlternatives();
        return _next == _tokens.Count ? expression : throw Unexpected();
    }

    internal static SearchQueryException Invalid(string reason) =>
        new($"Invalid search query - {reason}. Please refer to the documentation for syntax specification.");

    private SearchExpression ParseAlternatives()
    {
        if (++_depth > MaximumDepth)
        {
            throw Invalid("too many nested parentheses");
        }

        SearchExpression expression = ParseSequence();
        while (Accept("OR"))
        {
            expression = new SearchDisjunction(expression, ParseSequence());
        }

        _depth--;
        return expression;
    }

    private SearchExpression ParseSequence()
    {
        SearchExpression expression = ParseOperand();
        while (Accept("AND"))
        {
            expression = new SearchConjunction(expression, ParseOperand());
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
        Expect(")");
        return expression;
    }

    private SearchComparison ParseComparison()
    {
        SearchToken token = Take();
        string field = token.Text;

        // A field with a dot in it has to stand in quotes, any other must not.
        SearchFieldKind kind = SearchField.KindOf(field) is SearchFieldKind known && field.Contains('.', StringComparison.Ordinal) == token.IsString
            ? known
            : throw Invalid($"{field} is not a valid field");
        SearchOperator @operator = ParseOperator(field, kind);
        List<object> values = @operator switch
        {
            SearchOperator.Exists or SearchOperator.NotExists => [],
            SearchOperator.In or SearchOperator.NotIn => ParseList(field),
            SearchOperator.Has when Peek("[") => ParseList(field),
            _ => [ParseValue(field)],
        };
        return new SearchComparison(field, @operator, values);
    }

    private SearchOperator ParseOperator(string field, SearchFieldKind kind)
    {
        SearchToken token = Take();
        bool isNegated = token.Is("NOT");
        string symbol = isNegated ? Take().Text : token.Text;
        SearchOperator? found = (isNegated, token.IsString ? "" : symbol) switch
        {
            (false, "=") => SearchOperator.EqualTo,
            (true, "=") => SearchOperator.NotEqualTo,
            (false, ":") => SearchOperator.BeginsWith,
            (false, "<") => SearchOperator.LessThan,
            (false, "<=") => SearchOperator.AtMost,
            (false, ">") => SearchOperator.GreaterThan,
            (false, ">=") => SearchOperator.AtLeast,
            (false, "IN") => SearchOperator.In,
            (true, "IN") => SearchOperator.NotIn,
            (false, "HAS") => SearchOperator.Has,
            (false, "EXISTS") => SearchOperator.Exists,
            (true, "EXISTS") => SearchOperator.NotExists,
            _ => null,
        };
        return found is SearchOperator known && Allows(kind, known)
            ? known
            : throw Invalid($"{(isNegated ? "NOT " : "")}{symbol} is not a valid operator for the {field} field");
    }

    private static bool Allows(SearchFieldKind kind, SearchOperator @operator) => @operator switch
    {
        SearchOperator.BeginsWith or SearchOperator.Has => kind is SearchFieldKind.Text or SearchFieldKind.Path or SearchFieldKind.Any,
        SearchOperator.LessThan or SearchOperator.AtMost or SearchOperator.GreaterThan or SearchOperator.AtLeast =>
            kind is SearchFieldKind.Number or SearchFieldKind.Size or SearchFieldKind.Date or SearchFieldKind.Any,
        SearchOperator.In or SearchOperator.NotIn => kind is not SearchFieldKind.Flag,
        _ => true,
    };

    private List<object> ParseList(string field)
    {
        Expect("[");
        List<object> values = [ParseValue(field)];
        while (Accept(","))
        {
            values.Add(ParseValue(field));
        }

        Expect("]");
        return values;
    }

    private object ParseValue(string field)
    {
        SearchToken token = Take();
        object value = token.IsString ? token.Text
            : token.Text is "true" or "false" ? token.Text == "true"
            : double.TryParse(
                token.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number
            : throw Invalid($"{field} field must have a valid value. Make sure the value is enclosed within quotes");
        if (SearchField.Takes(field, value))
        {
            return value;
        }

        string kind = SearchField.KindOf(field) switch
        {
            SearchFieldKind.Date => "date",
            SearchFieldKind.Number or SearchFieldKind.Size => "numeric",
            SearchFieldKind.Flag => "boolean",
            _ => "string",
        };
        string advice = kind is "date" or "string" ? ". Make sure the value is enclosed within quotes" : "";
        throw Invalid($"{field} field must have a valid {kind} value{advice}");
    }

    private bool Peek(string word) => _next < _tokens.Count && _tokens[_next].Is(word);

    private bool Accept(string word)
    {
        bool found = Peek(word);
        _next += found ? 1 : 0;
        return found;
    }

    private void Expect(string word)
    {
        if (!Accept(word))
        {
            throw Unexpected();
        }
    }

    private SearchToken Take() => _next < _tokens.Count ? _tokens[_next++] : throw Invalid("unexpected end");

    private SearchQueryException Unexpected() => _next < _tokens.Count
        ? Invalid($"unexpected '{_tokens[_next].Text}' at position {_tokens[_next].Position}")
        : Invalid("unexpected end");
}
