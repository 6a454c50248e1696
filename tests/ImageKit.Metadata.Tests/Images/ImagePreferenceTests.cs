using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Tests.Images;

public sealed class ImagePreferenceTests
{
    [Fact]
    public void Pixels_then_bytes_then_the_older_upload_then_the_shorter_name_then_the_ordinal_url()
    {
        DateTime day = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        ImageMetadata[] best =
        [
            Image("https://h/z (copy 2).jpg", 20, 10, day),
            Image("https://h/y (copy 2).jpg", 10, 11, day),
            Image("https://h/x (copy 2).jpg", 10, 10, day),
            Image("https://h/x.jpg", 10, 10, day.AddDays(1)),
            Image("https://h/B.jpg", 10, 10, null),
            Image("https://h/a.jpg", 10, 10, null),
            Image("https://h/a (copy).jpg", 10, 10, null),
            Image(null, 10, 10, null),
        ];
        Random random = new(1);
        for (int shuffle = 0; shuffle < 20; shuffle++)
        {
            ImageMetadata[] order = [.. best.OrderBy(_ => random.Next()).OrderBy(ImagePreference.Of)];
            Assert.Equal(best.Select(image => image.Url), order.Select(image => image.Url));
        }
    }

    [Fact]
    public void The_signature_of_a_url_does_not_decide() => Assert.Equal(
        0,
        ImagePreference.Of(Image("https://h/a.jpg?ik-s=1", 1, 1, null)).CompareTo(ImagePreference.Of(Image("https://h/a.jpg?ik-s=2", 1, 1, null))));

    private static ImageMetadata Image(string? url, long width, long size, DateTime? updatedAt) =>
        new() { Url = url, Width = width, Height = 10, Size = size, UpdatedAt = updatedAt };
}
