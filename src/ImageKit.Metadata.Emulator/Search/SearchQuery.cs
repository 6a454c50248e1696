namespace ImageKit.Metadata.Emulator;

/// <summary>A search query as <c>GET /v1/files?searchQuery=</c> takes it, for example <c>name : "shoe" AND width > 500</c>.</summary>
public sealed class SearchQuery
{
    private SearchQuery(SearchExpression root) => Root = root;

    /// <summary>The query as a tree.</summary>
    public SearchExpression Root { get; }

    /// <summary>Reads a query. AND binds closer than OR.</summary>
    /// <param name="text">The query, decoded.</param>
    /// <exception cref="SearchQueryException">The service would answer 400.</exception>
    public static SearchQuery Parse(string text) => new(new SearchQueryParser(text).Parse());

    /// <summary>Whether a file passes.</summary>
    /// <param name="asset">The file.</param>
    /// <param name="now">What relative dates such as <c>"7d"</c> count from.</param>
    public bool Matches(SampleAsset asset, DateTimeOffset now) => Root.Matches(field => SearchField.ValuesOf(asset, field), now);

    /// <summary>Whether a folder passes.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="now">What relative dates such as <c>"7d"</c> count from.</param>
    public bool Matches(SampleFolder folder, DateTimeOffset now) => Root.Matches(field => SearchField.ValuesOf(folder, field), now);

    /// <summary>Whether a field is asked for anywhere in the query.</summary>
    /// <param name="field">The field, without quotes.</param>
    public bool Mentions(string field) => Mentions(Root, field);

    private static bool Mentions(SearchExpression expression, string field) => expression switch
    {
        SearchConjunction both => Mentions(both.Left, field) || Mentions(both.Right, field),
        SearchDisjunction either => Mentions(either.Left, field) || Mentions(either.Right, field),
        SearchComparison comparison => comparison.Field == field,
        _ => false,
    };
}
