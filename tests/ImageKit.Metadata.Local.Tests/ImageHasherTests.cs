using System.Text.Json;
using ImageKit.Metadata.Decoding;
using ImageKit.Metadata.PerceptualHashing;
using SkiaSharp;

namespace ImageKit.Metadata.Local.Tests;

public sealed class ImageHasherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Vectors()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(VectorPath("vectors.json")));
        var vectors = new TheoryData<string, string>();
        foreach (JsonElement vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            vectors.Add(vector.GetProperty("file").GetString()!, vector.GetProperty("pHash").GetString()!);
        }

        return vectors;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Known_images_have_their_hash(string file, string expected)
    {
        LocalImage image = ImageHasher.Hash(VectorPath(file));

        Assert.Equal(expected, image.PHash);
        Assert.EndsWith($"{image.Width}x{image.Height}.png", image.Name);
    }

    [Fact]
    public void The_image_describes_its_file()
    {
        string path = _folder.Write("image.dat", TestImages.Encode(SKEncodedImageFormat.Jpeg, 300, 200));
        var written = new DateTime(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, written);

        LocalImage image = ImageHasher.Hash(path);

        Assert.Equal(path, image.Path);
        Assert.Equal("image.dat", image.Name);
        Assert.Equal((300, 200, 1), (image.Width, image.Height, image.Orientation));
        Assert.Equal(new FileInfo(path).Length, image.Size);
        Assert.Equal("jpg", image.Format);
        Assert.Equal(written, image.LastWriteTime);
        Assert.Equal(DateTimeKind.Utc, image.LastWriteTime.Kind);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, "jpg", 333, 222, 1)]
    [InlineData(SKEncodedImageFormat.Webp, "webp", 333, 222, 1)]
    [InlineData(SKEncodedImageFormat.Png, "png", 333, 222, 1)]
    [InlineData(SKEncodedImageFormat.Png, "png", 287, 286, 1)]
    // As many times 32 pixels wide as high: reduced on loading, to a size that is rounded down.
    [InlineData(SKEncodedImageFormat.Jpeg, "jpg", 287, 286, 8)]
    [InlineData(SKEncodedImageFormat.Jpeg, "jpg", 159, 131, 4)]
    [InlineData(SKEncodedImageFormat.Jpeg, "jpg", 95, 67, 2)]
    [InlineData(SKEncodedImageFormat.Webp, "webp", 288, 280, 8)]
    [InlineData(SKEncodedImageFormat.Webp, "webp", 156, 132, 4)]
    [InlineData(SKEncodedImageFormat.Webp, "webp", 94, 68, 2)]
    public void The_hash_is_that_of_the_pixels(SKEncodedImageFormat format, string name, int width, int height, int shrink)
    {
        byte[] file = TestImages.Encode(format, width, height, quality: 100);
        LocalImage image = ImageHasher.Hash(_folder.Write("image", file));

        Assert.Equal(name, image.Format);
        using SKBitmap decoded = SKBitmap.Decode(file);
        Assert.InRange(Reduce(decoded.Pixels, width, height, shrink).ToPHash().DistanceTo(PHash.Parse(image.PHash!)), 0, shrink == 1 ? 0 : 2);
    }

    [Fact]
    public void Bmp_and_gif_are_read()
    {
        byte[] bmp = MakeBmp(64, 48);
        Assert.Equal(("bmp", 64, 48), Describe(ImageHasher.Hash(_folder.Write("a.bmp", bmp))));

        // One pixel, the first of a global palette of two.
        byte[] gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];
        Assert.Equal(("gif", 1, 1), Describe(ImageHasher.Hash(_folder.Write("a.gif", gif))));

        static (string?, int, int) Describe(LocalImage image) => (image.Format, image.Width, image.Height);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void The_orientation_is_applied_to_the_hash_and_not_to_the_size(int orientation)
    {
        byte[] jpeg = TestImages.Encode(SKEncodedImageFormat.Jpeg, 300, 200, quality: 100);
        SKColor[] pixels = TestImages.MakePixels(300, 200);

        LocalImage image = ImageHasher.Hash(_folder.Write("image.jpg", TestImages.AddOrientation(jpeg, orientation)));

        Assert.Equal((300, 200, orientation), (image.Width, image.Height, image.Orientation));
        PHash upright = Reduce(pixels, 300, 200).Orient(orientation).ToPHash();
        Assert.InRange(upright.DistanceTo(PHash.Parse(image.PHash!)), 0, 2);
    }

    /// <summary>Smaller JPEG copies, whose pixels are rotated and mirrored.</summary>
    [Fact]
    public void Copies_in_any_orientation_are_found_by_the_orientation_hashes()
    {
        int count = 0, plain = 0;
        foreach (string file in Vectors().Select(vector => (string)vector[0]))
        {
            LocalImage image = ImageHasher.Hash(VectorPath(file));
            Assert.Equal(image.PHash, image.OrientationHashes[0]);
            for (int orientation = 2; orientation <= 8; orientation++)
            {
                string copy = _folder.Write("copy.jpg", TestImages.EncodeCopy(VectorPath(file), orientation));

                PHash hash = PHash.Parse(ImageHasher.Hash(copy).PHash!);

                Assert.InRange(image.OrientationHashes.Min(own => PHash.Parse(own).DistanceTo(hash)), 0, 8);
                count++;
                plain += PHash.Parse(image.PHash!).DistanceTo(hash) <= 8 ? 1 : 0;
            }
        }

        Assert.Equal(70, count);
        Assert.InRange(plain, 0, 7);
    }

    [Fact]
    public void Colors_are_converted_from_the_profile()
    {
        using SKColorSpace wide = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Linear, SKColorSpaceXyz.AdobeRgb);
        using var image = new SKBitmap(new SKImageInfo(200, 150, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        image.Pixels = TestImages.MakePixels(200, 150);
        using var converted = new SKBitmap(image.Info.WithColorSpace(wide));
        Assert.True(image.PeekPixels().ReadPixels(converted.Info, converted.GetPixels(), converted.RowBytes));
        using SKData png = converted.Encode(SKEncodedImageFormat.Png, 100);

        LocalImage hashed = ImageHasher.Hash(_folder.Write("linear.png", png.ToArray()));

        // Linear 8-bit values are coarse in the dark.
        Assert.InRange(HashPixels(200, 150).DistanceTo(PHash.Parse(hashed.PHash!)), 0, 3);
    }

    [Fact]
    public void A_black_drawing_on_a_transparent_background_has_the_hash_0()
    {
        using var image = new SKBitmap(new SKImageInfo(128, 128, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        image.Erase(SKColors.Transparent);
        for (int i = 20; i < 90; i++)
        {
            image.SetPixel(i, (i * i) % 128, SKColors.Black);
        }

        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        Assert.Equal("0000000000000000", ImageHasher.Hash(_folder.Write("drawing.png", png.ToArray())).PHash);
    }

    [Fact]
    public async Task Many_threads_get_the_hashes_of_one()
    {
        string[] files = [.. Vectors().Select(vector => VectorPath((string)vector[0]))];

        string?[][] hashes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => files.Select(file => ImageHasher.Hash(file).PHash).ToArray())));

        string[] expected = [.. Vectors().Select(vector => (string)vector[1])];
        Assert.All(hashes, found => Assert.Equal(expected, found));
    }

    [Fact]
    public void A_stop_ends_the_work()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        string path = _folder.Write("image.jpg", TestImages.Encode(SKEncodedImageFormat.Jpeg, 300, 200));

        Assert.Throws<OperationCanceledException>(() => ImageHasher.Hash(path, stop.Token));
    }

    private static string VectorPath(string file) => Path.Combine(AppContext.BaseDirectory, "Vectors", file);

    private static PHash HashPixels(int width, int height) => Reduce(TestImages.MakePixels(width, height), width, height).ToPHash();

    /// <summary>The means of squares of the gray image, which stand for a decoder that reduces the image, are reduced to the grid.</summary>
    private static GrayGrid Reduce(SKColor[] pixels, int width, int height, int shrink = 1)
    {
        byte[] bytes = [.. pixels.SelectMany(color => new[] { color.Red, color.Green, color.Blue, color.Alpha })];
        var gray = new byte[pixels.Length];
        GrayConversion.Convert(bytes, gray);
        int columns = width / shrink, rows = height / shrink;
        var reduced = new byte[columns * rows];
        for (int i = 0; i < reduced.Length; i++)
        {
            int sum = shrink * shrink / 2;
            for (int y = 0; y < shrink; y++)
            {
                for (int x = 0; x < shrink; x++)
                {
                    sum += gray[(((i / columns * shrink) + y) * width) + (i % columns * shrink) + x];
                }
            }

            reduced[i] = (byte)(sum / (shrink * shrink));
        }

        return GridReduction.Reduce(reduced, columns, rows);
    }

    /// <summary>24 bits per pixel, rows from the bottom up.</summary>
    private static byte[] MakeBmp(int width, int height)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("BM"u8);
        writer.Write(54 + (width * height * 3));
        writer.Write(0);
        writer.Write(54);
        writer.Write(40);
        writer.Write(width);
        writer.Write(height);
        writer.Write((short)1);
        writer.Write((short)24);
        writer.Write(new byte[24]);
        writer.Write(Enumerable.Range(0, width * height * 3).Select(i => (byte)(i * i / 7)).ToArray());
        return stream.ToArray();
    }
}
