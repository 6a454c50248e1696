using System.Text;

namespace ImageKit.Metadata.Decoding;

/// <summary>Recognizes a format by the first bytes of a file.</summary>
internal static class ImageSignature
{
    /// <summary>How many bytes are looked at.</summary>
    internal const int Length = 64;

    /// <summary>Finds the name of the format.</summary>
    /// <param name="start">The first bytes of the file, <see cref="Length"/> if it has so many.</param>
    /// <param name="isSupported">Whether images of this format can be decoded.</param>
    /// <returns>The name of the format; null if the content is not a known image format.</returns>
    internal static string? FindFormat(ReadOnlySpan<byte> start, out bool isSupported)
    {
        isSupported = true;
        switch (start)
        {
            case [0xFF, 0xD8, 0xFF, ..]:
                return "jpg";
            case [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..]:
                return "png";
            case [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..]:
                return "gif";
            case [(byte)'B', (byte)'M', _, _, _, _, _, _, _, _, _, _, _, _, 12 or 40 or 52 or 56 or 64 or 108 or 124, 0, 0, 0, ..]:
                return "bmp";
            case [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..]:
                return "webp";
        }

        isSupported = false;
        return start switch
        {
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => FindBrand(start),
            [(byte)'I', (byte)'I', (byte)'*', 0, _, _, _, _, (byte)'C', (byte)'R', ..] => "RAW",
            [(byte)'I', (byte)'I', (byte)'R', (byte)'O' or (byte)'S', ..] or [(byte)'I', (byte)'I', (byte)'U', 0, ..] => "RAW",
            [(byte)'F', (byte)'U', (byte)'J', (byte)'I', (byte)'F', (byte)'I', (byte)'L', (byte)'M', ..] => "RAW",
            [(byte)'I', (byte)'I', (byte)'*' or (byte)'+', 0, ..] or [(byte)'M', (byte)'M', 0, (byte)'*' or (byte)'+', ..] => "TIFF or RAW",
            [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => "JPEG XL",
            [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => "JPEG 2000",
            [0, 0, 1, 0, _, 0, ..] => "ICO",
            [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "Photoshop",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "PDF",
            _ => IsSvg(start) ? "SVG" : null,
        };
    }

    /// <summary>A container of the ISO base media format: images and videos of many kinds.</summary>
    private static string FindBrand(ReadOnlySpan<byte> start) => Encoding.ASCII.GetString(start.Slice(8, Math.Min(4, start.Length - 8))) switch
    {
        "avif" or "avis" => "AVIF",
        "heic" or "heix" or "hevc" or "hevx" or "heim" or "heis" or "mif1" or "msf1" => "HEIC",
        "crx " => "RAW",
        _ => "video",
    };

    private static bool IsSvg(ReadOnlySpan<byte> start)
    {
        string text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith("<svg", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<!DOCTYPE svg", StringComparison.OrdinalIgnoreCase);
    }
}
