using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageKit.Metadata.Emulator;

/// <summary>What the service knows about a stored or a transformed picture or video.</summary>
public sealed record PictureFacts
{
    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Size of the file in bytes.</summary>
    public required long Size { get; init; }

    /// <summary><c>jpg</c>, <c>png</c>, <c>webp</c>, <c>gif</c>, <c>avif</c>, <c>svg</c> or <c>mp4</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Whether an ICC profile is embedded.</summary>
    public bool HasColorProfile { get; init; }

    /// <summary>The service's quality indicator; 0 when unknown.</summary>
    public int Quality { get; init; }

    /// <summary>Dots per inch.</summary>
    public int Density { get; init; } = 72;

    /// <summary>Whether the picture has an alpha channel.</summary>
    public bool HasTransparency { get; init; }

    /// <summary>The perceptual hash; 0 for a flat picture.</summary>
    public ulong PHash { get; init; }

    /// <summary>The six parts of the EXIF block, as the service shows them; null for a file without one.</summary>
    public JsonObject? Exif { get; init; }

    /// <summary>Whether this is a video, which has other fields.</summary>
    public bool IsVideo { get; init; }

    /// <summary>Bits per second, of a video.</summary>
    public int BitRate { get; init; }

    /// <summary>Seconds, of a video.</summary>
    public int Duration { get; init; }

    /// <summary>For example <c>aac</c>; null for a silent video.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>For example <c>h264</c>.</summary>
    public string? VideoCodec { get; init; }

    /// <summary>The hash as the service writes it: 16 lower-case hexadecimal digits.</summary>
    public string PHashText => PHash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The facts of a still picture of this video.</summary>
    internal PictureFacts Still() => new()
    {
        Width = Width,
        Height = Height,
        Size = (long)FileSizeModel.Estimate(Width, Height, "jpg", 80),
        Format = "jpg",
        PHash = StableHash.Mix((ulong)Size),
    };

    /// <summary>The metadata object as the service writes it, in UTF-8.</summary>
    public byte[] ToJson()
    {
        ArrayBufferWriter<byte> buffer = new(2048);
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            Write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static PictureFacts FromJson(byte[] json)
    {
        JsonObject node = JsonNode.Parse(json)!.AsObject();
        bool isVideo = node.ContainsKey("videoCodec");
        JsonObject? exif = isVideo ? null : node["exif"]?.AsObject();
        return new PictureFacts
        {
            Width = node["width"]!.GetValue<int>(),
            Height = node["height"]!.GetValue<int>(),
            Size = node["size"]!.GetValue<long>(),
            Format = node["format"]?.GetValue<string>() ?? "mp4",
            HasColorProfile = node["hasColorProfile"]?.GetValue<bool>() ?? false,
            Quality = node["quality"]?.GetValue<int>() ?? 0,
            Density = node["density"]?.GetValue<int>() ?? 72,
            HasTransparency = node["hasTransparency"]?.GetValue<bool>() ?? false,
            PHash = ulong.Parse(node["pHash"]?.GetValue<string>() ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            Exif = exif is { Count: > 0 } ? exif : null,
            IsVideo = isVideo,
            BitRate = node["bitRate"]?.GetValue<int>() ?? 0,
            Duration = node["duration"]?.GetValue<int>() ?? 0,
            AudioCodec = node["audioCodec"]?.GetValue<string>(),
            VideoCodec = node["videoCodec"]?.GetValue<string>(),
        };
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("height", Height);
        writer.WriteNumber("width", Width);
        if (IsVideo)
        {
            writer.WriteNumber("bitRate", BitRate);
            writer.WriteNumber("duration", Duration);
            if (AudioCodec is not null)
            {
                writer.WriteString("audioCodec", AudioCodec);
            }

            writer.WriteString("videoCodec", VideoCodec);
            writer.WriteNumber("size", Size);
        }
        else
        {
            writer.WriteNumber("size", Size);
            writer.WriteString("format", Format);
            writer.WriteBoolean("hasColorProfile", HasColorProfile);
            writer.WriteNumber("quality", Quality);
            writer.WriteNumber("density", Density);
            writer.WriteBoolean("hasTransparency", HasTransparency);
            writer.WritePropertyName("exif");
            (Exif ?? []).WriteTo(writer);
            writer.WriteString("pHash", PHashText);
        }

        writer.WriteEndObject();
    }
}
