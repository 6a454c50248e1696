using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

public sealed class SearchQueryTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    public static TheoryData<string, Func<SampleAsset, bool>> Queries => new()
    {
        { "name = \"shoe-0001.jpg\"", asset => asset.Name == "shoe-0001.jpg" },
        { "name : \"shoe\"", asset => asset.Name.StartsWith("shoe", StringComparison.Ordinal) },
        { "name HAS \"COPY\"", asset => asset.Name.Contains("copy", StringComparison.Ordinal) },
        { "name NOT = \"shoe-0001.jpg\"", asset => asset.Name != "shoe-0001.jpg" },
        { "tags IN [\"sale\", \"people\"]", asset => asset.Tags.Contains("sale") || asset.Tags.Contains("people") },
        { "tags NOT IN [\"sale\"]", asset => !asset.Tags.Contains("sale") },
        { "tags NOT EXISTS", asset => asset.Tags.Count + asset.AiTags.Count == 0 },
        { "width >= 4000 AND height < 3100", asset => !asset.IsVideo && asset.Width >= 4000 && asset.Height < 3100 },
        { "size <= 20000", asset => asset.Size <= 20_000 },
        { "createdAt > \"2024-01-01\"", asset => asset.CreatedAt > new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { "transparency = true", asset => asset.HasTransparency },
        { "private = true OR published = false", asset => asset.IsPrivate || !asset.IsPublished },
        { "path : \"/events\"", asset => asset.Folder.StartsWith("/events/", StringComparison.Ordinal) },
        { "path = \"/products\"", _ => false },
        { "\"customMetadata.brand\" = \"Kite\"", asset => asset.CustomMetadata.TryGetValue("brand", out object? brand) && (string)brand == "Kite" },
        { "\"customMetadata.price\" > 100", asset => asset.CustomMetadata.TryGetValue("price", out object? price) && (double)price > 100 },
        { "format = \"png\" OR format = \"webp\" AND width > 1900", asset => asset.Format == "png" || (asset.Format == "webp" && asset.Width > 1900) },
        { "(format = \"png\" OR format = \"webp\") AND width > 1900", asset => asset.Format is "png" or "webp" && asset.Width > 1900 },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_finds_the_files_that_match(string query, Func<SampleAsset, bool> expected)
    {
        SearchQuery parsed = SearchQuery.Parse(query);

        Assert.Equal(
            fixture.Emulator.Library.Assets.Where(expected).Select(asset => asset.Name),
            fixture.Emulator.Library.Assets.Where(asset => parsed.Matches(asset)).Select(asset => asset.Name));
    }

    [Fact]
    public void Quotes_and_backslashes_are_escaped_with_a_backslash()
    {
        SearchQuery query = SearchQuery.Parse("""name = "a \"b\" \\ c\d" """);

        Assert.Equal(new SearchComparison("name", "=", [@"a ""b"" \ c\d"]), query.Root);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name")]
    [InlineData("name = ")]
    [InlineData("name = unquoted")]
    [InlineData("name = \"open")]
    [InlineData("colour = \"red\"")]
    [InlineData("\"name\" = \"x\"")]
    [InlineData("customMetadata.brand = \"x\"")]
    [InlineData("width = \"wide\"")]
    [InlineData("private = \"true\"")]
    [InlineData("width HAS 5")]
    [InlineData("name < \"a\"")]
    [InlineData("name = \"a\" and name = \"b\"")]
    [InlineData("(name = \"a\"")]
    [InlineData("name = \"a\")")]
    [InlineData("tags IN []")]
    [InlineData("tags IN \"a\"")]
    [InlineData("pHash = \"0\"")]
    [InlineData("name = \"a\"; name = \"b\"")]
    public void Anything_else_is_refused(string query) =>
        Assert.StartsWith("Invalid search query - ", Assert.Throws<RefusedRequestException>(() => SearchQuery.Parse(query)).Message, StringComparison.Ordinal);
}
