using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageKit.Metadata.Emulator;

/// <summary>The content of a file: what the metadata endpoints report about an image or a video.</summary>
public sealed record FileContent
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
    /// <summary>Whether the image has an alpha channel.</summary>
    public bool HasTransparency { get; init; }
    /// <summary>The perceptual hash; 0 for a single-color image and for a video.</summary>
    public ulong PHash { get; init; }

    /// <summary>The six parts of the EXIF block, a copy at each call; null for a file without EXIF.</summary>
    public JsonObject? Exif { get => (JsonObject?)field?.DeepClone(); init; }

    /// <summary>Bits per second, of a video.</summary>
    public int BitRate { get; init; }
    /// <summary>Seconds, of a video.</summary>
    public int Duration { get; init; }
    /// <summary>For example <c>aac</c>; null for a silent video.</summary>
    public string? AudioCodec { get; init; }
    /// <summary>For example <c>h264</c>; null for an image.</summary>
    public string? VideoCodec { get; init; }
    /// <summary>Whether this is a video, which has other fields.</summary>
    public bool IsVideo => VideoCodec is not null;
    /// <summary>The hash as the service writes it: 16 lower-case hexadecimal digits.</summary>
    public string PHashText => PHash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The same content with GPS coordinates, in degrees, in its EXIF block.</summary>
    public FileContent WithLocation(double latitude, double longitude)
    {
        JsonObject exif = Exif ?? new JsonObject { ["image"] = new JsonObject(), ["thumbnail"] = new JsonObject(), ["exif"] = new JsonObject(), ["interoperability"] = new JsonObject(), ["makernote"] = new JsonObject() };
        exif["gps"] = new JsonObject
        {
            ["GPSVersionID"] = new JsonArray(2, 3, 0, 0),
            ["GPSLatitudeRef"] = latitude < 0 ? "S" : "N",
            ["GPSLatitude"] = DegreesMinutesSeconds(latitude),
            ["GPSLongitudeRef"] = longitude < 0 ? "W" : "E",
            ["GPSLongitude"] = DegreesMinutesSeconds(longitude),
        };
        return this with { Exif = exif };
    }

    /// <summary>The metadata object as the service writes it, in UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(ToJsonObject(), Relaxed);

    internal static FileContent FromJson(JsonObject json, FileContent? basis = null)
    {
        T Field<T>(string name, T otherwise) => json[name] is JsonNode value ? value.GetValue<T>() : otherwise;
        basis ??= new FileContent { Width = 0, Height = 0, Size = 0, Format = json.ContainsKey("videoCodec") ? "mp4" : "jpg" };
        FileContent content = basis with
        {
            Width = Field("width", basis.Width),
            Height = Field("height", basis.Height),
            Size = Field("size", basis.Size),
            Format = Field("format", basis.Format),
            HasColorProfile = Field("hasColorProfile", basis.HasColorProfile),
            Quality = Field("quality", basis.Quality),
            Density = Field("density", basis.Density),
            HasTransparency = Field("hasTransparency", basis.HasTransparency),
            PHash = ulong.Parse(Field("pHash", basis.PHashText), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            BitRate = Field("bitRate", basis.BitRate),
            Duration = Field("duration", basis.Duration),
            AudioCodec = Field("audioCodec", basis.AudioCodec),
            VideoCodec = Field("videoCodec", basis.VideoCodec),
        };
        return json["exif"] is JsonObject exif ? content with { Exif = exif.Count > 0 ? exif : null } : content;
    }

    /// <summary>The traits that follow from the content.</summary>
    internal AssetTraits Observe()
    {
        AssetTraits Where(bool condition, AssetTraits trait) => condition ? trait : 0;
        JsonObject? exif = Exif;
        return Where(exif is not null, AssetTraits.HasExif) |
            Where(exif?["gps"]?["GPSLatitude"] is not null, AssetTraits.HasLocation) |
            Where(exif?["image"]?["Orientation"] is JsonValue orientation && orientation.TryGetValue(out int value) && value != 1, AssetTraits.Rotated) |
            Where(!IsVideo && Size >= 5_000_000, AssetTraits.Heavy) |
            Where(Math.Max(Width, Height) >= 6_000, AssetTraits.Oversized) |
            Where(Format == "png" && !HasTransparency && PHash != 0 && Width * Height >= 1_000_000, AssetTraits.OpaquePng) |
            Where(Format == "gif", AssetTraits.LegacyGif) |
            Where(IsVideo, AssetTraits.Video);
    }

    private static JsonArray DegreesMinutesSeconds(double value)
    {
        double minutes = Math.Abs(value) % 1 * 60;
        return [Math.Floor(Math.Abs(value)), Math.Floor(minutes), Math.Round(minutes % 1 * 60, 2)];
    }

    private JsonObject ToJsonObject()
    {
        JsonObject json = new() { ["height"] = Height, ["width"] = Width };
        if (!IsVideo)
        {
            json["size"] = Size;
            json["format"] = Format;
            json["hasColorProfile"] = HasColorProfile;
            json["quality"] = Quality;
            json["density"] = Density;
            json["hasTransparency"] = HasTransparency;
            json["exif"] = Exif ?? [];
            json["pHash"] = PHashText;
            return json;
        }

        json["bitRate"] = BitRate;
        json["duration"] = Duration;
        if (AudioCodec is not null)
        {
            json["audioCodec"] = AudioCodec;
        }

        json["videoCodec"] = VideoCodec;
        json["size"] = Size;
        return json;
    }
}
