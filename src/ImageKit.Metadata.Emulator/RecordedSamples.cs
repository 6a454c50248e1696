using System.Reflection;

namespace ImageKit.Metadata.Emulator;

/// <summary>Metadata answers as ImageKit's own documents and tests hold them, by picture path.</summary>
internal static class RecordedSamples
{
    private static readonly Dictionary<string, byte[]> Answers = new(StringComparer.Ordinal)
    {
        ["/samples/canon40d.jpg"] = Read("canon40d.json"),
        ["/samples/photoshop-300dpi.jpg"] = Read("photoshop-300dpi.json"),
        ["/samples/no-exif.jpg"] = Read("no-exif.json"),
        ["/samples/video.mp4"] = Read("video.json"),
        ["/samples/iphone-gps.jpg"] = Read("iphone-gps.json"),
    };

    public static byte[]? Find(string path) => Answers.GetValueOrDefault(path);

    private static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
