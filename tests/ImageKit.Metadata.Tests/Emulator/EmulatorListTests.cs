using System.Net;
using System.Text.Json.Nodes;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

public sealed class EmulatorListTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private SampleLibrary Library => fixture.Emulator.Library;

    [Fact]
    public async Task Paging_visits_every_file_once_in_the_order_of_upload()
    {
        List<string> seen = [];
        JsonArray page;
        do
        {
            page = await fixture.ListAsync($"?limit=70&skip={seen.Count}");
            seen.AddRange(page.Select(file => (string)file!["fileId"]!));
        }
        while (page.Count == 70);

        Assert.Equal(Library.Assets.Select(asset => asset.FileId), seen);
    }

    [Theory]
    [InlineData("skip=-1", "The value of skip parameter should be greater than or equal to 0. Value sent is -1.")]
    [InlineData("limit=0", "Minimum value of limit parameter is 1. Value sent is 0.")]
    [InlineData("limit=2000", "Maximum value of limit parameter is 1000. Value sent is 2000.")]
    [InlineData("sort=UP", "Your request contains invalid value for sort parameters.")]
    [InlineData("type=picture", "Your request contains invalid value for type parameter. Please provide one of the following: file, file-version, folder, all.")]
    [InlineData("searchQuery=createdAt%20%3E%207d", "Invalid search query - createdAt field must have a valid value. Make sure the value is enclosed within quotes. Please refer to the documentation for syntax specification.")]
    [InlineData("searchQuery=createdAt%20%3E%20%22soon%22", "Invalid search query - createdAt field must have a valid date value. Make sure the value is enclosed within quotes. Please refer to the documentation for syntax specification.")]
    public async Task Bad_parameters_are_refused_in_the_words_of_the_service(string query, string message)
    {
        using HttpResponseMessage response = await fixture.GetAsync("v1/files?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(message, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["message"]);
    }

    [Fact]
    public async Task A_path_lists_that_level_only()
    {
        JsonArray files = await fixture.ListAsync("?path=/products&type=all");

        Assert.All(files, item => Assert.Equal("folder", (string?)item!["type"]));
        Assert.Equal(3, files.Count);
        Assert.Equal(
            Library.Assets.Count(asset => asset.Folder == "/products/shoes"), (await fixture.ListAsync("?path=products/shoes/")).Count);
    }

    [Fact]
    public async Task Types_are_distinguished()
    {
        Assert.Equal(Library.Folders.Count, (await fixture.ListAsync("?type=folder")).Count);
        Assert.Equal(Library.Folders.Count + Library.Assets.Count, (await fixture.ListAsync("?type=all")).Count);
        Assert.Equal(Library.Assets.Count(asset => asset.IsVideo), (await fixture.ListAsync("?fileType=non-image")).Count);
    }

    [Theory]
    [InlineData("SIZE", "size")]
    [InlineData("WIDTH", "width")]
    public async Task Sorting_goes_both_ways(string key, string field)
    {
        long[] ascending = await SortedAsync("ASC_" + key, field);
        long[] descending = await SortedAsync("DESC_" + key, field);

        Assert.Equal(ascending.Order(), ascending);
        Assert.Equal(ascending.OrderDescending(), descending);
    }

    [Fact]
    public async Task Details_are_those_of_the_list_and_more()
    {
        SampleAsset asset = Library.Assets.First(asset => asset.Traits.HasFlag(AssetTraits.HasExif));
        JsonObject details = JsonNode.Parse(await fixture.Client.GetStringAsync(new Uri($"v1/files/{asset.FileId}/details", UriKind.Relative)))!.AsObject();

        Assert.Equal(asset.FilePath, (string?)details["filePath"]);
        Assert.Equal(asset.ListedUrl(fixture.Emulator.UrlEndpoint), (string?)details["url"]);
        Assert.NotNull(details["embeddedMetadata"]);
    }

    [Fact]
    public async Task A_search_overrides_type_tags_and_name()
    {
        JsonArray found = await fixture.ListAsync("?type=folder&name=x&tags=y&searchQuery=" + Uri.EscapeDataString("format = \"gif\""));

        Assert.Equal(Library.Assets.Count(asset => asset.Traits.HasFlag(AssetTraits.LegacyGif)), found.Count);
        Assert.Equal(3, (await fixture.ListAsync("?searchQuery=" + Uri.EscapeDataString("type = \"folder\" AND path = \"/products\""))).Count);
    }

    private async Task<long[]> SortedAsync(string sort, string field) =>
        [.. (await fixture.ListAsync($"?fileType=image&sort={sort}")).Select(file => (long)file![field]!)];
}
