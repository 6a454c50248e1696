using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Tests.Files;

/// <summary>A file that is known by both URL and id: which of them is asked, and that a checkpoint file knows it again.</summary>
public sealed class ImageRequestTests
{
    private const string Id = "598821f949c0a938d57563bd";
    private const string Image = "https://ik.imagekit.io/demo/a.jpg";

    [Theory]
    [InlineData(Image, Id, null, true)]
    [InlineData(Image + "?updatedAt=1566630881313", Id, null, true)]
    [InlineData(null, Id, null, true)]
    [InlineData(Image, null, null, false)]
    [InlineData(Image, "", null, false)]
    [InlineData(Image, Id, "w-400", false)]
    [InlineData(Image + "?updatedAt=1&tr=n-ik_ml_thumbnail", Id, null, false)]
    [InlineData("https://ik.imagekit.io/demo/tr:w-5/a.jpg", Id, null, false)]
    [InlineData(Image + "?ik-obj-version=abc&updatedAt=1", Id, null, false)]
    [InlineData("https://ik.imagekit.io/demo/clip.mp4/ik-thumbnail.jpg?updatedAt=1", Id, null, false)]
    public void The_request_uses_the_id_if_the_url_is_of_the_file_itself(string? url, string? fileId, string? transformation, bool byFile)
    {
        MetadataRequest request = MetadataRequest.ForImage(url, fileId, transformation);

        Assert.Equal(byFile, request.IsByFile);
        Assert.Equal(string.IsNullOrEmpty(fileId) ? null : fileId, request.FileId);
        Assert.Equal(byFile ? url : transformation is null ? url : url + "?tr=w-400", request.Url);
        Assert.StartsWith(byFile ? $"v1/files/{Id}/metadata" : "v1/metadata?url=", request.ToServiceRequest().PathAndQuery, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Image, true)]
    [InlineData(null, true)]
    [InlineData(Image + "?tr=w-5", false)]
    public void A_checkpoint_line_is_known_again(string? url, bool byFile)
    {
        MetadataRequest request = MetadataRequest.ForImage(url, Id);
        LineBuffer line = new();
        CheckpointRecord.Write(line, request, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), "{\"width\":5}"u8.ToArray());

        CheckpointRecord record = CheckpointRecord.TryParse(line.Written.AsMemory().Slice(0, line.Written.Count - 1))!;

        Assert.Equal(request.Slot, record.Slot);
        ImageMetadata metadata = record.TryRead()!.Value.Metadata;
        Assert.Equal((url, Id, 5L), (metadata.Url, metadata.FileId, metadata.Width));
        Assert.Equal(byFile, request.IsByFile);
    }
}
