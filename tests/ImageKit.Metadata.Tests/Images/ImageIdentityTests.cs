using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Tests.Images;

public sealed class ImageIdentityTests
{
    private const string Url = "https://ik.imagekit.io/demo/shoes/red.jpg";

    [Theory]
    [InlineData(Url, null, Url, "id-1")]
    [InlineData(Url + "?updatedAt=1", "id-1", Url + "?updatedAt=2", null)]
    [InlineData(Url + "?ik-t=1&ik-s=aa", null, Url + "?ik-t=2&ik-s=bb", null)]
    [InlineData(Url + "?tr=w-400", null, Url, null)]
    [InlineData("https://ik.imagekit.io/demo/tr:w-400/shoes/red.jpg", null, Url, null)]
    [InlineData("http://IK.imagekit.io/demo/shoes/red.jpg#top", null, Url, null)]
    [InlineData("https://ik.imagekit.io/demo/shoes/r%65d.jpg", null, Url, null)]
    [InlineData(Url + "?ik-obj-version=v1&updatedAt=1", "id-1", Url + "?updatedAt=2", "id-1")]
    [InlineData("https://ik.imagekit.io/demo/moved.jpg", "id-1", Url, "id-1")]
    [InlineData(null, "id-1", Url, "id-1")]
    [InlineData("https://ik.imagekit.io/demo/film.mp4/ik-thumbnail.jpg", null, "https://ik.imagekit.io/demo/film.mp4", null)]
    public void One_file(string? url, string? fileId, string? otherUrl, string? otherId) => Assert.True(AreSame(url, fileId, otherUrl, otherId));

    [Theory]
    [InlineData(Url, "id-1", Url, "id-2")]
    [InlineData(Url, null, "https://ik.imagekit.io/demo/shoes/Red.jpg", null)]
    [InlineData(Url, null, null, "id-1")]
    [InlineData(null, null, null, null)]
    [InlineData("https://ik.imagekit.io/demo/ik-a.jpg", null, "https://ik.imagekit.io/demo/ik-b.jpg", null)]
    [InlineData("https://ik.imagekit.io/demo/https://a.example/i.php?n=1", null, "https://ik.imagekit.io/demo/https://a.example/i.php?n=2", null)]
    public void Two_files(string? url, string? fileId, string? otherUrl, string? otherId) => Assert.False(AreSame(url, fileId, otherUrl, otherId));

    [Fact]
    public void An_original_and_its_transformation_are_one_file_and_two_images()
    {
        ImageIdentity original = ImageIdentity.Of(Url, null);
        ImageIdentity transformed = ImageIdentity.Of(Url + "?tr=w-400", null);
        Assert.True(original.IsSameFile(transformed));
        Assert.NotEqual(original.Transformation, transformed.Transformation);
        Assert.True(original.IsOriginal);
        Assert.False(transformed.IsOriginal);
    }

    [Fact]
    public void The_version_id_decides_what_content_it_is_and_then_the_time_of_change()
    {
        ContentVersion Of(string? versionId, DateTime? updatedAt, string url = Url) => ContentVersion.Of(url, versionId, updatedAt);
        DateTime time = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        string withTime = Url + "?updatedAt=" + new DateTimeOffset(time).ToUnixTimeMilliseconds();

        Assert.True(Of("v1", time).IsSame(Of("v1", time.AddDays(1))));
        Assert.False(Of("v1", time).IsSame(Of("v2", time)));
        Assert.True(Of("v1", time).IsSame(Of(null, null, withTime)));
        Assert.False(Of("v1", time).IsSame(Of(null, null, Url + "?updatedAt=1")));
        Assert.Null(Of(null, null).IsSame(Of(null, null)));
        Assert.Null(Of(null, null).IsSame(Of(null, null, Url + "?updatedAt=1")));
    }

    [Theory]
    [InlineData(Url + "?updatedAt=1", "id", Url)]
    [InlineData(Url + "?tr=w-1&updatedAt=1&ik-t=2&ik-s=3", null, Url + "?tr=w-1")]
    [InlineData(null, "id", "file:id")]
    public void The_text_in_files_lacks_what_changes_by_itself(string? url, string? fileId, string text) =>
        Assert.Equal(text, ImageIdentity.ToText(url, fileId));

    private static bool AreSame(string? url, string? fileId, string? otherUrl, string? otherId)
    {
        ImageIdentity one = ImageIdentity.Of(url, fileId);
        ImageIdentity other = ImageIdentity.Of(otherUrl, otherId);
        Assert.Equal(one.IsSameFile(other), other.IsSameFile(one));
        return one.IsSameFile(other);
    }
}
