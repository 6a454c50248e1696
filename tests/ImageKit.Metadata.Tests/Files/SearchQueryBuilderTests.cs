using CsCheck;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Files;

/// <summary>Values reach the service as values. The emulator's parser is the judge.</summary>
public sealed class SearchQueryBuilderTests
{
    private static readonly string[] Treacherous =
    [
        "\"", "\\", "\\\"", "\" OR name = \"", "a\" AND size > 0 OR name = \"", "\\\\\"", "]", "[\"a\", \"b\"]", "(", ")", "IN", "NOT EXISTS", "true", "12",
        "naïve café 日本", "\u202Egpj", "100% & more #1 + 2", "a,b;c:d=e<f>g", "\r\n\t\0", "\uD83D\uDE00", "'", "`", "*", "", " ",
    ];

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOfConst(Treacherous),
        Gen.Char["\"\\[](),:=<> ORNDIa日'"].Array[0, 12].Select(characters => new string(characters)),
        Gen.String,
        Gen.OneOfConst(Treacherous).Array[1, 4].Select(texts => string.Concat(texts)));

    [Fact]
    public void A_text_is_the_same_text_at_the_service() => Value.Holds(value =>
    {
        SearchQuery query = Parse(new SearchQueryBuilder().IsOneOf("name", value));

        Assert.Equal(new SearchComparison("name", "=", [value]), query.Root);
    });

    [Fact]
    public void Many_conditions_stay_what_they_are() => Gen.Select(Value.Array[1, 4], Value.Array[1, 3], Value, Gen.Long[0, 1L << 52], Gen.DateTime).Holds((tags, folders, brand, size, time) =>
    {
        SearchQueryBuilder builder = new SearchQueryBuilder()
            .IsOneOf("tags", tags).BeginsWith("path", folders).IsOneOf("customMetadata.brand", brand).IsGreaterThan("size", size).IsSince("createdAt", time);

        SearchExpression[] conditions = [.. Flatten(Parse(builder).Root)];

        Assert.Equal(5, conditions.Length);
        Assert.Equal(new SearchComparison("tags", tags.Length == 1 ? "=" : "IN", tags), conditions[0]);
        Assert.Equal(folders.Select(folder => new SearchComparison("path", ":", [folder])), Alternatives(conditions[1]));
        Assert.Equal(new SearchComparison("customMetadata.brand", "=", [brand]), conditions[2]);
        Assert.Equal(new SearchComparison("size", ">", [(double)size]), conditions[3]);
        SearchComparison since = Assert.IsType<SearchComparison>(conditions[4]);
        DateTime read = DateTime.Parse((string)since.Values[0], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
        Assert.InRange((time.ToUniversalTime() - read).Ticks, 0, TimeSpan.TicksPerMillisecond - 1);
    });

    [Fact]
    public void A_users_own_search_keeps_to_itself()
    {
        SearchQueryBuilder alone = new SearchQueryBuilder().Matches("width > 500 OR height > 500");
        SearchQueryBuilder beside = new SearchQueryBuilder().Matches("width > 500 OR height > 500").IsLessThan("size", 10);

        Assert.Equal("width > 500 OR height > 500", alone.ToString());
        SearchCombination both = Assert.IsType<SearchCombination>(Parse(beside).Root);
        Assert.Equal(("AND", "OR"), (both.Operator, Assert.IsType<SearchCombination>(both.Left).Operator));
        Assert.Equal(new SearchComparison("size", "<", [10.0]), both.Right);
    }

    [Fact]
    public void Folders_and_moments_are_written_as_the_service_reads_them()
    {
        SearchQueryBuilder builder = new SearchQueryBuilder().IsIn("/a", "/b").IsBefore("createdAt", new DateTime(2024, 2, 3, 4, 5, 6, 7, DateTimeKind.Utc));

        Assert.Equal("(path = \"/a\" OR path = \"/b\") AND createdAt < \"2024-02-03T04:05:06.007Z\"", builder.ToString());
        Assert.Throws<ArgumentException>(() => builder.IsOneOf("name"));
    }

    /// <summary>The whole way: builder, URL, the emulator's decoding.</summary>
    [Fact]
    public async Task A_search_arrives_at_the_service_as_it_was_built()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 120 });
        using ImageKitClient client = new("private_emulator_key", new ImageKitClientOptions { ApiBaseUri = emulator.BaseUri });

        // The names in the library were made to break careless writers.
        foreach (SampleAsset asset in emulator.Library.Assets)
        {
            MediaListRequest request = new() { SearchQuery = new SearchQueryBuilder().IsOneOf("name", asset.Name).ToString() };
            MediaItem found = Assert.Single(await client.ListAsync(request));
            Assert.Equal(asset.FileId, Assert.IsType<MediaFile>(found).FileId);
        }
    }

    private static SearchQuery Parse(SearchQueryBuilder builder) => SearchQuery.Parse(builder.ToString());

    private static IEnumerable<SearchExpression> Flatten(SearchExpression expression) =>
        expression is SearchCombination { Operator: "AND" } both ? Flatten(both.Left).Concat(Flatten(both.Right)) : [expression];

    private static IEnumerable<SearchExpression> Alternatives(SearchExpression expression) =>
        expression is SearchCombination { Operator: "OR" } either ? Alternatives(either.Left).Concat(Alternatives(either.Right)) : [expression];
}
