using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Tests.Images;

public sealed class ImagePreferenceTests
{
    [Fact]
    public void Pixels_then_bytes_then_the_older_upload_then_the_shorter_name_then_the_ordinal_address()
    {
        ImagePreference[] best =
        [
            new(200, 10, 1, 14, "https://h/z (copy 2).jpg"),
            new(100, 11, 1, 14, "https://h/y (copy 2).jpg"),
            new(100, 10, 1, 14, "https://h/x (copy 2).jpg"),
            new(100, 10, 2, 5, "https://h/x.jpg"),
            new(100, 10, null, 5, "https://h/B.jpg"),
            new(100, 10, null, 5, "https://h/a.jpg"),
            new(100, 10, null, 12, "https://h/a (copy).jpg"),
            new(100, 10, null, 0, "file:id"),
            new(100, 10, null, 0, string.Empty),
        ];
        Random random = new(1);
        for (int shuffle = 0; shuffle < 20; shuffle++)
        {
            Assert.Equal(best, best.OrderBy(_ => random.Next()).ToArray().Order());
        }
    }
}
