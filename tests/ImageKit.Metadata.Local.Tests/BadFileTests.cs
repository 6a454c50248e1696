using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using ImageKit.Metadata.Decoding;
using SkiaSharp;

namespace ImageKit.Metadata.Local.Tests;

public sealed class BadFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file() => AssertFails(LocalImageErrorKind.FileNotFound, Path.Combine(_folder.ToString(), "missing.jpg"));

    [Fact]
    public void A_missing_folder() => AssertFails(LocalImageErrorKind.FileNotFound, Path.Combine(_folder.ToString(), "missing", "a.jpg"));

    [Fact]
    public void A_folder() => AssertFails(LocalImageErrorKind.NotAFile, _folder.ToString());

    [Fact]
    public void An_empty_file() => AssertFails(LocalImageErrorKind.EmptyFile, _folder.Write("empty.jpg", []));

    [Fact]
    public void A_text_file() => AssertFails(LocalImageErrorKind.UnsupportedFormat, _folder.Write("text.jpg", "This is not an image.\n"u8.ToArray()));

    [Fact]
    public void A_single_byte() => AssertFails(LocalImageErrorKind.UnsupportedFormat, _folder.Write("byte.jpg", [0xFF]));

    [Fact]
    public void A_pipe_that_nobody_writes_to()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Path.Combine(_folder.ToString(), "pipe.jpg");
        using (Process make = Process.Start("mkfifo", path))
        {
            make.WaitForExit();
        }

        AssertFails(LocalImageErrorKind.EmptyFile, path);
    }

    [Fact]
    public void A_file_that_may_not_be_read()
    {
        // The superuser may read everything.
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            return;
        }

        string path = _folder.Write("secret.jpg", TestImages.Encode(SKEncodedImageFormat.Jpeg, 40, 40));
        File.SetUnixFileMode(path, UnixFileMode.None);
        AssertFails(LocalImageErrorKind.AccessDenied, path);
    }

    [Theory]
    [InlineData("HEIC", new byte[] { 0, 0, 0, 24, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h', (byte)'e', (byte)'i', (byte)'c' })]
    [InlineData("AVIF", new byte[] { 0, 0, 0, 24, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', (byte)'f' })]
    [InlineData("video", new byte[] { 0, 0, 0, 24, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'i', (byte)'s', (byte)'o', (byte)'m' })]
    [InlineData("TIFF", new byte[] { (byte)'I', (byte)'I', (byte)'*', 0, 8, 0, 0, 0 })]
    [InlineData("RAW", new byte[] { (byte)'I', (byte)'I', (byte)'*', 0, 16, 0, 0, 0, (byte)'C', (byte)'R', 2, 0 })]
    [InlineData("SVG", new byte[] { (byte)'<', (byte)'s', (byte)'v', (byte)'g', (byte)' ' })]
    [InlineData("JPEG XL", new byte[] { 0xFF, 0x0A, 1, 2 })]
    public void A_format_that_is_not_supported_is_named(string format, byte[] start)
    {
        LocalImageException error = AssertFails(LocalImageErrorKind.UnsupportedFormat, _folder.Write("image", [.. start, .. new byte[100]]));

        Assert.Contains(format, error.Message, StringComparison.Ordinal);
        Assert.Contains("JPEG, PNG, WebP, GIF and BMP", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_001, 10_000)]
    [InlineData(60_000, 60_000)]
    [InlineData(int.MaxValue, 1)]
    public void More_pixels_than_the_limit(int width, int height) =>
        AssertFails(LocalImageErrorKind.ImageTooLarge, _folder.Write("large.png", MakePng(width, height, new byte[800])), LocalImageErrorKind.DamagedImage);

    [Fact]
    public void A_hundred_megapixels_in_a_kilobyte()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);

        AssertFails(LocalImageErrorKind.DamagedImage, _folder.Write("hollow.png", MakePng(10_000, 10_000, new byte[800])));
        AssertFails(LocalImageErrorKind.DamagedImage, _folder.Write("hollow.jpg", SetJpegSize(TestImages.Encode(SKEncodedImageFormat.Jpeg, 16, 16), 10_000, 10_000)));
        AssertFails(LocalImageErrorKind.DamagedImage, _folder.Write("hollow.gif", [.. "GIF89a"u8, 0x10, 0x27, 0x10, 0x27, 0x80, 0, 0, .. new byte[6], 0x2C, 0, 0, 0, 0, 0x10, 0x27, 0x10, 0x27, 0, 2, 2, 0x44, 1, 0, 0x3B]));

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void An_image_that_is_cut_off_anywhere(SKEncodedImageFormat format)
    {
        byte[] whole = TestImages.Encode(format, 120, 90);
        // The last chunk of a PNG file, 12 bytes, contains nothing.
        int end = format == SKEncodedImageFormat.Png ? whole.Length - 16 : whole.Length;
        var random = new Random(11);

        for (int i = 0; i < 60; i++)
        {
            string path = _folder.Write("cut", whole[..random.Next(1, end)]);
            LocalImageException error = Assert.Throws<LocalImageException>(() => ImageHasher.Hash(path));
            Assert.Contains(error.Kind, new[] { LocalImageErrorKind.DamagedImage, LocalImageErrorKind.UnsupportedFormat });
        }
    }

    /// <summary>JPEG and WebP have no checksums: much damage leaves an image, and its hash is that of what it shows.</summary>
    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Flipped_bits_cause_an_error_or_leave_an_image(SKEncodedImageFormat format)
    {
        byte[] whole = TestImages.Encode(format, 120, 90);
        var random = new Random(12);

        for (int i = 0; i < 100; i++)
        {
            byte[] damaged = [.. whole];
            for (int flip = 0; flip < 1 + (i % 5); flip++)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            string path = _folder.Write("damaged", damaged);
            try
            {
                Assert.True(PHash.TryParse(ImageHasher.Hash(path).PHash, out _));
            }
            catch (LocalImageException error)
            {
                Assert.NotEmpty(error.RecommendedAction);
            }
        }
    }

    [Fact]
    public void A_progressive_image_with_thousands_of_passes()
    {
        byte[] jpeg = TestImages.Encode(SKEncodedImageFormat.Jpeg, 64, 64);
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0];
        byte[] content = [.. jpeg.AsSpan(0, jpeg.Length - 2), .. Enumerable.Repeat(scan, 1000).SelectMany(bytes => bytes), 0xFF, 0xD9];

        LocalImageException error = AssertFails(LocalImageErrorKind.DamagedImage, _folder.Write("passes.jpg", content));

        Assert.Contains("scans", error.Message, StringComparison.Ordinal);
    }

    private static LocalImageException AssertFails(LocalImageErrorKind expected, string path, params LocalImageErrorKind[] others)
    {
        LocalImageException error = Assert.Throws<LocalImageException>(() => ImageHasher.Hash(path));
        Assert.Contains(error.Kind, (LocalImageErrorKind[])[expected, .. others]);
        Assert.NotEmpty(error.RecommendedAction);
        return error;
    }

    /// <summary>A PNG file whose header promises what its data do not hold.</summary>
    private static byte[] MakePng(int width, int height, byte[] rows)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        using var data = new MemoryStream();
        using (var zip = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(rows);
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. MakeChunk("IHDR"u8, header), .. MakeChunk("IDAT"u8, data.ToArray()), .. MakeChunk("IEND"u8, [])];
    }

    private static byte[] MakeChunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] content = [.. type, .. data];
        byte[] length = new byte[4], sum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(content));
        return [.. length, .. content, .. sum];
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static byte[] SetJpegSize(byte[] jpeg, ushort width, ushort height)
    {
        int frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), height);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), width);
        return jpeg;
    }
}
