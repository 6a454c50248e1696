namespace ImageKit.Metadata.Emulator;

/// <summary>A field, an operator and the values compared with: strings, doubles or booleans; none for EXISTS.</summary>
/// <param name="Field">The field, without quotes.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Values">The values as written, unescaped.</param>
public sealed record SearchComparison(string Field, SearchOperator Operator, IReadOnlyList<object> Values) : SearchExpression
{
    /// <summary>Compares the values, not the identity of the list.</summary>
    /// <param name="other">The other comparison.</param>
    public bool Equals(SearchComparison? other) =>
        other is not null && Field == other.Field && Operator == other.Operator && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, Operator, Values.Count);

    internal override bool Matches(Func<string, IEnumerable<object>> values, DateTimeOffset now)
    {
        object[] actual = [.. values(Field)];
        object[] wanted = [.. Values.Select(value => SearchField.Convert(Field, value, now))];
        return Operator switch
        {
            SearchOperator.Exists => actual.Length > 0,
            SearchOperator.NotExists => actual.Length == 0,
            SearchOperator.EqualTo or SearchOperator.In => actual.Any(wanted.Contains),
            SearchOperator.NotEqualTo or SearchOperator.NotIn => !actual.Any(wanted.Contains),
            SearchOperator.BeginsWith => actual.Any(value => wanted.Any(start => BeginsWith(value, start))),
            SearchOperator.Has => actual.Any(value => wanted.Any(part => Has(value, part))),
            _ => actual.Any(value => wanted.Any(bound => IsOrdered(value, bound))),
        };
    }

    private bool BeginsWith(object value, object start) =>
        value is string text && start is string beginning &&
        (Field == "path"
            ? beginning == "/" || text == beginning || text.StartsWith(beginning + "/", StringComparison.Ordinal)
            : text.StartsWith(beginning, StringComparison.Ordinal));

    private static bool Has(object value, object part) =>
        value is string text && part is string wanted && text.Contains(wanted, StringComparison.OrdinalIgnoreCase);

    private bool IsOrdered(object value, object bound)
    {
        if (value.GetType() != bound.GetType() || value is not IComparable comparable)
        {
            return false;
        }

        int order = value is string text ? string.CompareOrdinal(text, (string)bound) : comparable.CompareTo(bound);
        return Operator switch
        {
            SearchOperator.LessThan => order < 0,
            SearchOperator.AtMost => order <= 0,
            SearchOperator.GreaterThan => order > 0,
            _ => order >= 0,
        };
    }
}
