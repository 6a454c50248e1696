using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

public sealed class EmulatorMetadataTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private string Canon => fixture.Emulator.UrlEndpoint + "/samples/canon40d.jpg";

    [Theory]
    [InlineData("canon40d.jpg", "f06830ca9f1e3e90")]
    [InlineData("photoshop-300dpi.jpg", "2df5da2dd63c6926")]
    [InlineData("no-exif.jpg", "e0d52b612ad538f6")]
    public async Task Recorded_samples_are_returned(string name, string pHash)
    {
        JsonObject metadata = await fixture.MetadataAsync("https://ik.imagekit.io/demo/samples/" + name);

        Assert.Equal(pHash, (string?)metadata["pHash"]);
    }

    [Fact]
    public async Task A_video_has_exactly_the_fields_of_a_video()
    {
        JsonObject metadata = await fixture.MetadataAsync(fixture.Emulator.UrlEndpoint + "/samples/video.mp4");

        Assert.Equal(
            ["height", "width", "bitRate", "duration", "audioCodec", "videoCodec", "size"], metadata.Select(field => field.Key));
    }

    [Fact]
    public async Task The_headers_are_those_of_the_service()
    {
        using HttpResponseMessage response = await fixture.GetAsync(EmulatorClient.MetadataOf(Canon));

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.ETag!.IsWeak);
        string id = Assert.Single(response.Headers.GetValues("x-ik-requestid"));
        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal(id, Assert.Single(response.Headers.GetValues("x-request-id")));
    }

    [Fact]
    public async Task Bulk_images_differ_by_name_and_never_change()
    {
        JsonObject first = await fixture.MetadataAsync(fixture.Emulator.UrlEndpoint + "/bulk/000001.jpg");
        JsonObject again = await fixture.MetadataAsync(fixture.Emulator.UrlEndpoint + "/bulk/000001.jpg");
        JsonObject other = await fixture.MetadataAsync(fixture.Emulator.UrlEndpoint + "/bulk/000002.jpg");

        Assert.True(JsonNode.DeepEquals(first, again));
        Assert.NotEqual((string?)first["pHash"], (string?)other["pHash"]);
        Assert.InRange(first.ToJsonString().Length, 1_800, 2_300);
    }

    [Fact]
    public async Task Every_asset_returns_its_own_metadata()
    {
        foreach (SampleAsset asset in fixture.Emulator.Library.Assets.Where(asset => asset.Breakage == Breakage.None))
        {
            JsonObject metadata = await fixture.MetadataAsync(asset.ListedUrl(fixture.Emulator.UrlEndpoint));

            Assert.Equal(asset.Size, (long)metadata["size"]!);
            Assert.Equal(asset.PHash, (string?)metadata["pHash"]);
            bool located = metadata["exif"]?["gps"] is JsonObject gps && gps.ContainsKey("GPSLatitude");
            Assert.Equal(asset.Traits.HasFlag(AssetTraits.HasLocation), located);
            bool rotated = metadata["exif"]?["image"]?["Orientation"] is JsonNode orientation && (int)orientation != 1;
            Assert.Equal(asset.Traits.HasFlag(AssetTraits.Rotated), rotated);
        }
    }

    [Fact]
    public async Task Broken_files_fail_as_planted()
    {
        SampleLibrary library = fixture.Emulator.Library;
        foreach ((Breakage breakage, HttpStatusCode status) in new[] { (Breakage.Missing, HttpStatusCode.NotFound), (Breakage.Corrupt, HttpStatusCode.BadRequest) })
        {
            SampleAsset asset = library.Assets.First(asset => asset.Breakage == breakage);
            using HttpResponseMessage byId = await fixture.GetAsync($"v1/files/{asset.FileId}/metadata");
            using HttpResponseMessage byUrl = await fixture.GetAsync(EmulatorClient.MetadataOf(asset.Url(fixture.Emulator.UrlEndpoint)));

            Assert.Equal(status, byId.StatusCode);
            Assert.Equal(status, byUrl.StatusCode);
        }
    }

    [Fact]
    public async Task Metadata_by_id_is_that_by_url()
    {
        SampleAsset asset = fixture.Emulator.Library.Assets.First(asset => asset.Traits.HasFlag(AssetTraits.HasExif));
        string byId = await fixture.Client.GetStringAsync(new Uri($"v1/files/{asset.FileId}/metadata", UriKind.Relative));
        JsonObject byUrl = await fixture.MetadataAsync(asset.Url("https://ik.imagekit.io/demo"));

        Assert.True(JsonNode.DeepEquals(byUrl, JsonNode.Parse(byId)));
    }

    [Theory]
    [InlineData("v1/metadata", HttpStatusCode.BadRequest, "url")]
    [InlineData("v1/metadata?url=", HttpStatusCode.BadRequest, "url")]
    [InlineData("v1/metadata?url=%FF", HttpStatusCode.BadRequest, "url")]
    [InlineData("v1/metadata?url=https%3A%2F%2Fexample.com%2Fa.jpg", HttpStatusCode.BadRequest, "https://example.com/a.jpg should be accessible")]
    [InlineData("v1/metadata?url=https%3A%2F%2Fik.imagekit.io%2Fdemo%2Fnone.jpg", HttpStatusCode.NotFound, "does not exist or is inaccessible")]
    [InlineData("v1/metadata?url=https%3A%2F%2Fik.imagekit.io%2Fdemo%2Ftr%3An-unheard%2Fbulk%2F1.jpg", HttpStatusCode.BadRequest, "unheard")]
    [InlineData("v1/metadata?url=https%3A%2F%2Fik.imagekit.io%2Fdemo%2Ftr%3Aw-abc%2Fbulk%2F1.jpg", HttpStatusCode.BadRequest, "w-abc")]
    [InlineData("v1/files/nonsense/metadata", HttpStatusCode.BadRequest, "invalid fileId")]
    [InlineData("v1/files/0123456789abcdef01234567/metadata", HttpStatusCode.NotFound, "does not exist or is inaccessible")]
    [InlineData("v1/files/0123456789abcdef01234567/details", HttpStatusCode.NotFound, "The requested file does not exist.")]
    [InlineData("v1/files/metadata", HttpStatusCode.NotFound, "")]
    public async Task Errors_are_those_of_the_service(string path, HttpStatusCode status, string message)
    {
        using HttpResponseMessage response = await fixture.GetAsync(path);
        JsonNode body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(message, (string?)body["message"], StringComparison.Ordinal);
        Assert.StartsWith("For support", (string?)body["help"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_an_unencoded_ampersand_is_lost()
    {
        string transformed = Canon + "?updatedAt=1&tr=w-50";
        string raw = await fixture.Client.GetStringAsync(new Uri("v1/metadata?url=" + transformed, UriKind.Relative));

        Assert.Equal(100, (int)JsonNode.Parse(raw)!["width"]!);
        Assert.Equal(50, (int)(await fixture.MetadataAsync(transformed))["width"]!);
    }

    [Theory]
    [InlineData("w-50", 50, 34)]
    [InlineData("w-50,h-50", 50, 50)]
    [InlineData("w-50,h-50,c-at_max", 50, 34)]
    [InlineData("w-0.5", 50, 34)]
    [InlineData("n-thumb", 100, 100)]
    [InlineData("w-50,orig-true", 100, 68)]
    public async Task A_transformation_changes_the_size(string transformation, int width, int height)
    {
        JsonObject inPath = await fixture.MetadataAsync($"{fixture.Emulator.UrlEndpoint}/tr:{transformation}/samples/canon40d.jpg");
        JsonObject inQuery = await fixture.MetadataAsync($"{Canon}?tr={transformation}");

        Assert.Equal((width, height), ((int)inPath["width"]!, (int)inPath["height"]!));
        Assert.True(JsonNode.DeepEquals(inPath, inQuery));
    }

    [Fact]
    public async Task A_transformed_image_has_no_EXIF()
    {
        JsonObject plain = await fixture.MetadataAsync(Canon + "?tr=w-50,f-webp,q-40");

        Assert.Empty(plain["exif"]!.AsObject());
        Assert.False((bool)plain["hasColorProfile"]!);
        Assert.Equal("webp", (string?)plain["format"]);
        Assert.Equal(40, (int)plain["quality"]!);
    }

    [Fact]
    public async Task Bytes_shrink_with_pixels_quality_and_format()
    {
        SampleAsset photo = fixture.Emulator.Library.Assets.First(asset => asset is { Format: "jpg", Width: > 2000, Breakage: Breakage.None });
        long[] sizes = new long[6];
        string[] transformations = ["f-png", "q-90", "f-webp,q-90", "f-avif,q-90", "f-avif,q-50", "f-avif,q-50,w-200"];
        for (int i = 0; i < sizes.Length; i++)
        {
            JsonObject metadata = await fixture.MetadataAsync($"{photo.Url(fixture.Emulator.UrlEndpoint)}?tr={transformations[i]}");
            sizes[i] = (long)metadata["size"]!;
        }

        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Theory]
    [InlineData("w-1000", 0, 0)]
    [InlineData("w-90,q-10", 1, 4)]
    public async Task The_hash_drifts_with_the_strength_of_the_change(string transformation, int least, int most)
    {
        SampleAsset photo = fixture.Emulator.Library.Assets.First(asset => asset is { Format: "jpg", Width: > 2000, Breakage: Breakage.None });
        JsonObject metadata = await fixture.MetadataAsync($"{photo.Url(fixture.Emulator.UrlEndpoint)}?tr={transformation}");
        ulong hash = ulong.Parse((string)metadata["pHash"]!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        Assert.InRange(BitOperations.PopCount(hash ^ photo.PHashBits), least, most);
    }
}
