namespace ImageKit.Metadata.Emulator;

/// <summary>A part of a search query.</summary>
public abstract record SearchExpression
{
    private protected SearchExpression()
    {
    }

    /// <summary>Whether a file or folder passes.</summary>
    /// <param name="values">Gives the values of a field; none for a field that is not there.</param>
    /// <param name="now">What relative dates count from.</param>
    internal abstract bool Matches(Func<string, IEnumerable<object>> values, DateTimeOffset now);
}
