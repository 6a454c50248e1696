using SkiaSharp;

namespace ImageKit.Metadata.Local.Tests;

/// <summary>Images made from waves and noise, the same in each run.</summary>
internal static class TestImages
{
    internal static byte[] Encode(SKEncodedImageFormat format, int width, int height, int quality = 90, SKColorSpace? colorSpace = null)
    {
        using var image = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, colorSpace));
        image.Pixels = MakePixels(width, height);
        using SKData data = image.Encode(format, quality);
        return data.ToArray();
    }

    /// <summary>A JPEG copy of an image at three quarters of its size, with its pixels in the order of an EXIF orientation.</summary>
    internal static byte[] EncodeCopy(string path, int orientation)
    {
        using SKBitmap image = SKBitmap.Decode(path);
        (int width, int height) = (image.Width * 3 / 4, image.Height * 3 / 4);
        using SKBitmap small = image.Resize(new SKSizeI(width, height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using SKBitmap copy = orientation < 5 ? new(width, height) : new(height, width);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int column, int row) = orientation is 2 or 3 or 7 or 8 ? (width - 1 - x, y) : (x, y);
                row = orientation is 3 or 4 or 6 or 7 ? height - 1 - row : row;
                (column, row) = orientation < 5 ? (column, row) : (row, column);
                copy.SetPixel(column, row, small.GetPixel(x, y));
            }
        }

        using SKData data = copy.Encode(SKEncodedImageFormat.Jpeg, 85);
        return data.ToArray();
    }

    internal static SKColor[] MakePixels(int width, int height)
    {
        var random = new Random(5);
        var pixels = new SKColor[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = (double)(i % width) / width, y = (double)(i / width) / height;
            pixels[i] = new SKColor(
                (byte)(128 + (100 * Math.Sin((11 * x) + (5 * y * y))) + random.Next(20)),
                (byte)(128 + (100 * Math.Sin((4 * x * y) + (9 * y))) + random.Next(20)),
                (byte)(128 + (100 * Math.Cos((17 * x * x) - (7 * y))) + random.Next(20)));
        }

        return pixels;
    }

    /// <summary>Puts EXIF data with an orientation and nothing else behind the start of a JPEG file.</summary>
    internal static byte[] AddOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8,
            .. "MM\0*"u8, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg.AsSpan(0, 2), .. exif, .. jpeg.AsSpan(2)];
    }
}
