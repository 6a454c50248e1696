namespace ImageKit.Metadata.Emulator;

/// <summary>Both sides must pass (<c>AND</c>).</summary>
/// <param name="Left">One side.</param>
/// <param name="Right">The other side.</param>
public sealed record SearchConjunction(SearchExpression Left, SearchExpression Right) : SearchExpression
{
    internal override bool Matches(Func<string, IEnumerable<object>> values, DateTimeOffset now) =>
        Left.Matches(values, now) && Right.Matches(values, now);
}
