namespace ImageKit.Metadata.Emulator;

/// <summary>One side must pass (<c>OR</c>).</summary>
/// <param name="Left">One side.</param>
/// <param name="Right">The other side.</param>
public sealed record SearchDisjunction(SearchExpression Left, SearchExpression Right) : SearchExpression
{
    internal override bool Matches(Func<string, IEnumerable<object>> values, DateTimeOffset now) =>
        Left.Matches(values, now) || Right.Matches(values, now);
}
