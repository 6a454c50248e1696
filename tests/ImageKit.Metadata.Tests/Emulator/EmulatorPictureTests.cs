using System.Net;
using ImageKit.Metadata.Emulator;
using ImageMagick;

namespace ImageKit.Metadata.Tests.Emulator;

public sealed class EmulatorPictureTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private string Endpoint => fixture.Emulator.UrlEndpoint;

    [Theory]
    [InlineData("f-jpg", "image/jpeg", MagickFormat.Jpeg)]
    [InlineData("f-png", "image/png", MagickFormat.Png)]
    [InlineData("f-webp", "image/webp", MagickFormat.WebP)]
    [InlineData("f-gif", "image/gif", MagickFormat.Gif)]
    [InlineData("f-avif", "image/avif", MagickFormat.Avif)]
    public async Task A_picture_has_the_format_and_the_size_asked_for(string format, string mime, MagickFormat expected)
    {
        SampleAsset asset = fixture.Emulator.Library.Assets.First(asset => asset is { Format: "jpg", Breakage: Breakage.None });
        using HttpResponseMessage response = await fixture.Client.GetAsync(new Uri($"{asset.Url(Endpoint)}?tr=w-120,h-80,{format}"));
        byte[] bytes = await response.Content.ReadAsByteArrayAsync();
        using MagickImage image = new(bytes);

        Assert.Equal(mime, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(expected, image.Format);
        Assert.Equal((120u, 80u), (image.Width, image.Height));
    }

    [Theory]
    [InlineData("w-64", 64)]
    [InlineData("w-64:rt-90", 48)]
    [InlineData("w-64,e-grayscale,bl-3,q-20", 64)]
    [InlineData("w-64,h-64,c-force", 64)]
    public async Task Steps_are_carried_out(string transformation, int width)
    {
        byte[] bytes = await fixture.Client.GetByteArrayAsync(new Uri($"{Endpoint}/tr:{transformation}/samples/iphone-gps.jpg"));
        using MagickImage image = new(bytes);

        Assert.Equal((uint)width, image.Width);
    }

    [Fact]
    public async Task Every_kind_of_asset_can_be_looked_at()
    {
        foreach (SampleAsset asset in fixture.Emulator.Library.Assets.Where(asset => asset.Breakage == Breakage.None).DistinctBy(asset => (asset.Format, asset.Folder)))
        {
            string url = asset.ThumbnailUrl(Endpoint).Replace("n-ik_ml_thumbnail", "w-40", StringComparison.Ordinal);
            using MagickImage image = new(await fixture.Client.GetByteArrayAsync(new Uri(url)));
            Assert.Equal(40u, image.Width);
        }
    }

    [Fact]
    public async Task Copies_are_the_same_picture_and_near_copies_are_not_quite()
    {
        Dictionary<string, SampleAsset> byName = fixture.Emulator.Library.Assets.ToDictionary(asset => asset.Name);
        SampleAsset[] group = [.. fixture.Emulator.Library.DuplicateGroups[0].Select(name => byName[name])];
        byte[] original = await SmallAsync(group[0]);
        byte[] copy = await SmallAsync(group.First(asset => asset.Traits.HasFlag(AssetTraits.Duplicate)));
        byte[] near = await SmallAsync(group.First(asset => asset.Traits.HasFlag(AssetTraits.NearDuplicate)));
        using MagickImage first = new(original);
        using MagickImage second = new(near);

        Assert.Equal(original, copy);
        Assert.InRange(first.Compare(second, ErrorMetric.RootMeanSquared), 0.0001, 0.1);
    }

    [Fact]
    public async Task A_vector_stays_a_vector_until_it_is_transformed()
    {
        SampleAsset asset = fixture.Emulator.Library.Assets.First(asset => asset.Traits.HasFlag(AssetTraits.Vector));
        using HttpResponseMessage original = await fixture.Client.GetAsync(new Uri(asset.Url(Endpoint)));
        using HttpResponseMessage small = await fixture.Client.GetAsync(new Uri(asset.Url(Endpoint) + "?tr=w-32"));

        Assert.Equal("image/svg+xml", original.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<svg", await original.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("image/png", small.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/none.jpg", HttpStatusCode.NotFound)]
    [InlineData("/tr:w-x/bulk/1.jpg", HttpStatusCode.BadRequest)]
    [InlineData("/tr:n-unheard/bulk/1.jpg", HttpStatusCode.BadRequest)]
    public async Task Delivery_errors_are_told_in_a_header(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await fixture.Client.GetAsync(new Uri(Endpoint + path));

        Assert.Equal(status, response.StatusCode);
        Assert.NotEmpty(response.Headers.GetValues("ik-error"));
    }

    private Task<byte[]> SmallAsync(SampleAsset asset) =>
        fixture.Client.GetByteArrayAsync(new Uri(asset.Url(Endpoint) + "?tr=w-80,h-60,f-png"));
}
