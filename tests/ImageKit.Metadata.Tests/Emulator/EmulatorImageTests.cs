using System.Net;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

public sealed class EmulatorImageTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    [Fact]
    public async Task Every_readable_file_is_delivered_as_a_drawing_of_its_own()
    {
        SampleAsset[] images = [.. fixture.Emulator.Library.Assets.Where(asset => asset.Breakage == Breakage.None)];
        HashSet<string> drawings = [];
        foreach (SampleAsset asset in images)
        {
            using HttpResponseMessage response = await fixture.Client.GetAsync(new Uri(asset.ThumbnailUrl(fixture.Emulator.UrlEndpoint)));
            string drawing = await response.Content.ReadAsStringAsync();
            Assert.Equal("image/svg+xml", response.Content.Headers.ContentType!.MediaType);
            System.Xml.Linq.XDocument.Parse(drawing);
            drawings.Add(drawing);
        }

        Assert.Equal(images.Length, drawings.Count);
    }

    [Theory]
    [InlineData("/none.jpg", HttpStatusCode.NotFound)]
    [InlineData("/tr:w-x/bulk/1.jpg", HttpStatusCode.BadRequest)]
    [InlineData("/tr:n-unheard/bulk/1.jpg", HttpStatusCode.BadRequest)]
    public async Task Delivery_errors_are_reported_in_a_header(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await fixture.Client.GetAsync(new Uri(fixture.Emulator.UrlEndpoint + path));

        Assert.Equal(status, response.StatusCode);
        Assert.NotEmpty(response.Headers.GetValues("ik-error"));
    }

    [Fact]
    public async Task A_larger_library_has_unique_names_and_ids()
    {
        await using ImageKitEmulator large = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 5_000 });

        Assert.Equal(5_000, large.Library.Assets.Select(asset => asset.Name).Distinct().Count());
        Assert.Equal(5_000, large.Library.Assets.Select(asset => asset.FileId).Distinct().Count());
    }
}
