using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageKit.Metadata.Tests;

/// <summary>A PNG file with 8-bit RGB pixels, which is all that the vectors are.</summary>
internal sealed class PngImage
{
    private PngImage(int width, int height, byte[] pixels) => (Width, Height, Pixels) = (width, height, pixels);

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>Red, green, blue and 255 per pixel.</summary>
    internal byte[] Pixels { get; }

    internal static PngImage Read(ReadOnlySpan<byte> file)
    {
        int width = 0, height = 0;
        using var compressed = new MemoryStream();
        for (int position = 8; position < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file[position..]);
            ReadOnlySpan<byte> type = file.Slice(position + 4, 4);
            ReadOnlySpan<byte> data = file.Slice(position + 8, length);
            if (type.SequenceEqual("IHDR"u8))
            {
                width = BinaryPrimitives.ReadInt32BigEndian(data);
                height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
                // 8 bits, RGB, deflate, adaptive filters, not interlaced.
                Assert.Equal([8, 2, 0, 0, 0], data[8..].ToArray());
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                compressed.Write(data);
            }

            position += length + 12;
        }

        compressed.Position = 0;
        using var inflated = new ZLibStream(compressed, CompressionMode.Decompress);
        var pixels = new byte[width * height * 4];
        byte[] above = new byte[width * 3], row = new byte[width * 3];
        for (int y = 0; y < height; y++)
        {
            int filter = inflated.ReadByte();
            inflated.ReadExactly(row);
            for (int i = 0; i < row.Length; i++)
            {
                int left = i < 3 ? 0 : row[i - 3], up = above[i], corner = i < 3 ? 0 : above[i - 3];
                row[i] += (byte)(filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => throw new InvalidDataException($"Filter {filter}."),
                });
            }

            for (int x = 0; x < width; x++)
            {
                row.AsSpan(3 * x, 3).CopyTo(pixels.AsSpan(4 * ((y * width) + x)));
                pixels[(4 * ((y * width) + x)) + 3] = 255;
            }

            (above, row) = (row, above);
        }

        return new PngImage(width, height, pixels);
    }

    private static int Paeth(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - (2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
