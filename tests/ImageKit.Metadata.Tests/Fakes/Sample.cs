using System.Reflection;
using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Tests.Fakes;

/// <summary>Recorded answers of the service, and the way from JSON to the model.</summary>
internal static class Sample
{
    private static readonly DateTime SomeTime = new(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".json")
            ?? throw new ArgumentException($"There is no sample {name}.", nameof(name));
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Reads an answer as the client does.</summary>
    public static ImageMetadata ToMetadata(byte[] json) => MetadataRequest.ForUrl("https://ik.imagekit.io/demo/a.jpg").Read(json, SomeTime);

    /// <inheritdoc cref="ToMetadata(byte[])"/>
    public static ImageMetadata ToMetadata(string json) => ToMetadata(Encoding.UTF8.GetBytes(json));

    public static JsonElement Parse(byte[] json) => JsonSerializer.Deserialize<JsonElement>(json);
}
