using ImageKit.Metadata.Decoding;
using ImageKit.Metadata.Decoding.Jpeg;
using ImageKit.Metadata.PerceptualHashing;
using SkiaSharp;

namespace ImageKit.Metadata.Local.Tests;

/// <summary>The pixels of SkiaSharp, whose libjpeg-turbo decodes everything, are the right ones.</summary>
public sealed class BaselineJpegDecoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample420)]
    [InlineData(SKJpegEncoderDownsample.Downsample422)]
    [InlineData(SKJpegEncoderDownsample.Downsample444)]
    public void Every_pixel_of_an_image_in_color_is_right(SKJpegEncoderDownsample subsampling)
    {
        var random = new Random(16);
        for (int i = 0; i < 100; i++)
        {
            // Narrow and wide, with MCUs that the edge cuts off, and more than eight MCUs next to each other.
            int width = random.Next(5, i % 3 == 0 ? 400 : 70), height = random.Next(1, 100);
            byte[] file = Encode(width, height, SKColorType.Rgba8888, subsampling, quality: random.Next(1, 101), random);

            AssertEqualsSkiaSharp(file, width, height);
        }
    }

    [Fact]
    public void Every_pixel_of_a_grayscale_image_is_right()
    {
        var random = new Random(17);
        for (int i = 0; i < 50; i++)
        {
            int width = random.Next(5, 200), height = random.Next(1, 100);
            byte[] file = Encode(width, height, SKColorType.Gray8, SKJpegEncoderDownsample.Downsample420, random.Next(1, 101), random);

            AssertEqualsSkiaSharp(file, width, height);
        }
    }

    [Fact]
    public void Narrow_images_are_left_to_SkiaSharp()
    {
        for (int width = 1; width <= 4; width++)
        {
            Assert.Null(BaselineJpeg.Read(Encode(width, 20, SKColorType.Rgba8888, SKJpegEncoderDownsample.Downsample420, 90, new Random(19))));
        }
    }

    [Theory]
    [InlineData("420-restarts")]
    [InlineData("422-restarts")]
    [InlineData("444-restarts")]
    [InlineData("gray-restarts")]
    [InlineData("420-optimized")]
    public void Restarts_and_optimized_tables_are_read(string name) => AssertEqualsSkiaSharp(Read(name), 61, 45);

    [Theory]
    [InlineData("420-arithmetic")]
    [InlineData("420-progressive")]
    [InlineData("440")]
    [InlineData("rgb")]
    [InlineData("coarse")]
    public void Other_kinds_are_left_to_SkiaSharp(string name)
    {
        byte[] file = Read(name);

        Assert.Null(BaselineJpeg.Read(file));

        PHash expected = GridReduction.Reduce(DecodeWithSkiaSharp(file)!, 61, 45).ToPHash();
        Assert.Equal(expected.ToString(), ImageHasher.Hash(_folder.Write("image.jpg", file)).PHash);
    }

    [Theory]
    [InlineData("420-restarts")]
    [InlineData("422-restarts")]
    [InlineData("gray-restarts")]
    [InlineData("420-optimized")]
    public void An_image_that_ends_too_early_is_not_decoded(string name)
    {
        byte[] file = Read(name);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Null(Decode(file.AsSpan(0, length)));
            // An end does not replace the rest of the scan.
            Assert.Null(Decode([.. file.AsSpan(0, Math.Min(length, file.Length - 20)), 0xFF, 0xD9]));
        }
    }

    [Fact]
    public void A_restart_in_the_wrong_place_is_not_decoded()
    {
        byte[] file = Read("444-restarts");
        int second = file.AsSpan().IndexOf<byte>([0xFF, 0xD1]);

        Assert.NotNull(Decode(file));
        Assert.Null(Decode([.. file.AsSpan(0, second + 1), 0xD2, .. file.AsSpan(second + 2)]));
        Assert.Null(Decode([.. file.AsSpan(0, second), .. file.AsSpan(second + 2)]));
    }

    /// <summary>What is damaged and still decoded looks as it does with SkiaSharp.</summary>
    [Fact]
    public void Any_bytes_are_decoded_as_by_SkiaSharp_or_not_at_all()
    {
        var random = new Random(18);
        string[] names = ["420-restarts", "422-restarts", "444-restarts", "gray-restarts", "420-optimized"];
        int decoded = 0, rejected = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] file = Read(names[i % names.Length]);
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                int position = random.Next(file.Length);
                file[position] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(file[position] ^ (1 << random.Next(8)));
            }

            if (Decode(file) is not { } gray)
            {
                rejected++;
            }
            else if (DecodeWithSkiaSharp(file) is { } expected)
            {
                decoded++;
                Assert.Equal(expected, gray);
            }
        }

        Assert.InRange(decoded, 300, 2700);
        Assert.InRange(rejected, 300, 2700);
    }

    private static void AssertEqualsSkiaSharp(byte[] file, int width, int height)
    {
        byte[]? gray = Decode(file);

        Assert.NotNull(gray);
        Assert.Equal(width * height, gray.Length);
        Assert.Equal(DecodeWithSkiaSharp(file), gray);
    }

    private static byte[]? Decode(ReadOnlySpan<byte> file)
    {
        BaselineJpeg? image = BaselineJpeg.Read(file);
        // A damaged size can be too large for a test.
        if (image is null || image.Width * image.Height > 1_000_000)
        {
            return null;
        }

        using BaselineJpegDecoder? decoder = BaselineJpegDecoder.Open(image, file);
        byte[] gray = new byte[image.Width * image.Height];
        for (int y = 0; y < image.Height; y++)
        {
            if (decoder?.ReadRow(gray.AsSpan(y * image.Width, image.Width)) != true)
            {
                return null;
            }
        }

        return gray;
    }

    private static byte[]? DecodeWithSkiaSharp(byte[] file)
    {
        using SKData data = SKData.CreateCopy(file);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null)
        {
            return null;
        }

        using var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
        {
            return null;
        }

        byte[] gray = new byte[bitmap.Width * bitmap.Height];
        GrayConversion.Convert(bitmap.GetPixelSpan(), gray);
        return gray;
    }

    private static byte[] Encode(int width, int height, SKColorType type, SKJpegEncoderDownsample subsampling, int quality, Random random)
    {
        using var image = new SKBitmap(new SKImageInfo(width, height, type, SKAlphaType.Opaque));
        SKColor[] pixels = TestImages.MakePixels(width, height);
        if (random.Next(2) == 0)
        {
            pixels = [.. pixels.Select(_ => new SKColor((uint)random.Next() | 0xFF000000))];
        }

        image.Pixels = pixels;
        using SKData data = image.PeekPixels().Encode(new SKJpegEncoderOptions(quality, subsampling, SKJpegEncoderAlphaOption.Ignore))!;
        return data.ToArray();
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Jpeg", name + ".jpg"));
}
