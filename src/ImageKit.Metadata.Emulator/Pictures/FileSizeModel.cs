namespace ImageKit.Metadata.Emulator;

/// <summary>How many bytes a picture of average detail takes.</summary>
internal static class FileSizeModel
{
    /// <summary>Bytes, for a quality of 1 to 100 (ignored by lossless formats).</summary>
    public static double Estimate(int width, int height, string format, int quality)
    {
        // A smaller picture has more detail in each pixel, hence the exponent.
        double detail = Math.Pow((double)width * height, 0.92);
        double effort = IsLossy(format) ? 0.12 + (0.88 * Math.Pow(quality / 80.0, 2.2)) : 1;
        return 300 + (detail * BytesPerDetail(format) * effort);
    }

    public static bool IsLossy(string format) => format is "jpg" or "webp" or "avif" or "mp4";

    private static double BytesPerDetail(string format) => format switch
    {
        "avif" => 0.24,
        "webp" => 0.34,
        "gif" => 1.3,
        "png" => 2.6,
        "svg" => 0.02,
        "mp4" => 2,
        _ => 0.5,
    };
}
