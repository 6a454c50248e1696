using System.Reflection;
using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;

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

    /// <summary>Reads a response as the client does. A part of one is completed, because metadata always has a size.</summary>
    public static ImageMetadata ToMetadata(byte[] json)
    {
        bool isObject = json is [(byte)'{', ..];
        byte[] body = isObject && !json.AsSpan().Slice(1).TrimStart(" \r\n\t"u8).StartsWith("}"u8)
            ? [.. "{\"width\":0,\"height\":0,\"size\":0,"u8, .. json.AsSpan(1)]
            : isObject ? [.. "{\"size\":0"u8, .. json.AsSpan(1)] : json;
        return MetadataRequest.ForUrl("https://ik.imagekit.io/demo/a.jpg").Read(JsonRepair.Repair(body), SomeTime);
    }

    /// <inheritdoc cref="ToMetadata(byte[])"/>
    public static ImageMetadata ToMetadata(string json) => ToMetadata(Encoding.UTF8.GetBytes(json));

    public static JsonElement Parse(byte[] json) => JsonSerializer.Deserialize<JsonElement>(json);
}
