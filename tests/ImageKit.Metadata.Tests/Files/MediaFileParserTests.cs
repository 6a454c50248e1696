using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Models;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Files;

/// <summary>Lists and details as the service documents them, and as it may answer one day.</summary>
public sealed class MediaFileParserTests
{
    [Fact]
    public void Every_field_of_the_documented_list_is_read()
    {
        List<MediaItem> items = MediaFileParser.ReadList(Sample.Read("list-files.spec"));

        Assert.Equal(["file", "file-version", "folder"], items.Select(item => item.Type));
        MediaFile file = Assert.IsType<MediaFile>(items[0]);
        Assert.Equal(("598821f949c0a938d57563bd", "file.jpg", "/images/products/file.jpg"), (file.FileId, file.Name, file.FilePath));
        Assert.Equal(["t-shirt", "round-neck", "sale2019"], file.Tags);
        Assert.Equal([("Shirt", 90.12, "google-auto-tagging"), ("T-shirt", 80.12, "aws-auto-tagging")], file.AITags.Select(tag => (tag.Name!, tag.Confidence!.Value, tag.Source!)));
        Assert.Equal(("598821f949c0a938d57563bd", "Version 2"), (file.VersionInfo!.Id, file.VersionInfo.Name));
        Assert.Equal((false, (string?)null, "image", "image/jpeg", false), (file.IsPrivateFile!.Value, file.CustomCoordinates, file.FileType, file.Mime, file.HasAlpha!.Value));
        Assert.Equal("https://ik.imagekit.io/your_imagekit_id/images/products/file.jpg?updatedAt=1566630881313", file.Url);
        Assert.Equal("https://ik.imagekit.io/your_imagekit_id/images/products/file.jpg?updatedAt=1566630881313&tr=n-ik_ml_thumbnail", file.Thumbnail);
        Assert.Equal((100L, 100L, 100L), (file.Width, file.Height, file.Size));
        Assert.Equal(("Nike", "red"), (file.CustomMetadata["brand"], file.CustomMetadata["COLOR"]));
        Assert.Equal((new DateTime(2019, 8, 24, 6, 14, 41, 313, DateTimeKind.Utc), DateTimeKind.Utc), (file.CreatedAt!.Value, file.CreatedAt.Value.Kind));
        Assert.Equal(file.CreatedAt, file.UpdatedAt);

        MediaFolder folder = Assert.IsType<MediaFolder>(items[2]);
        Assert.Equal(("6441fce4e809dd54b0dee029", "summer", "/sale"), (folder.FolderId, folder.Name, folder.FolderPath));
        Assert.Equal(new DateTime(2023, 4, 21, 3, 10, 22, 374, DateTimeKind.Utc), folder.UpdatedAt);
        Assert.All(items, item => Assert.Empty(item.AdditionalData));
    }

    [Fact]
    public void Every_field_of_the_documented_details_is_read()
    {
        MediaFile file = MediaFileParser.ReadFile(Sample.Read("file-details.spec"));

        Assert.Equal(("A product description", true), (file.Description, file.IsPublished));
        Assert.Empty(file.AdditionalData);
    }

    [Fact]
    public void What_is_not_known_or_of_an_odd_shape_is_kept()
    {
        MediaFile file = MediaFileParser.ReadFile(Encoding.UTF8.GetBytes("""
            {"fileId":7,"type":"file","size":"12","tags":["a",1],"AITags":null,"createdAt":"soon","videoCodec":["h264"],"duration":"1.5",
             "semanticScore":0.5,"versionInfo":{"id":"v","author":"me"},"customMetadata":[],"embeddedMetadata":{"a":{"b":[1,2]}}}
            """));

        Assert.Equal((null, 12L, 1.5), (file.FileId, file.Size, file.Duration!.Value));
        Assert.Equal((0, 0), (file.Tags.Length, file.AITags.Length));
        Assert.Null(file.CreatedAt);
        Assert.Equal(["createdAt", "fileId", "semanticScore", "tags", "videoCodec"], file.AdditionalData.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("me", file.VersionInfo!.AdditionalData["author"]);
        Assert.Equal([1L, 2L], ((PropertyBag)file.EmbeddedMetadata["a"]!)["b"] as object[]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("[{]")]
    [InlineData("[{}")]
    [InlineData("[{}]")]
    [InlineData("""[{"message":"Service under maintenance"}]""")]
    [InlineData("[] []")]
    public void A_response_that_is_not_a_list_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => MediaFileParser.ReadList(Encoding.UTF8.GetBytes(json)));
}
