using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Models;

/// <summary>
/// Reads the metadata responses of the service. Recorded responses contain null, numbers as text, fractions where whole numbers
/// are documented, and <c>[]</c> for an empty part. None of these costs the rest of the response, and nothing is dropped: fields
/// without a property of their own are in <see cref="ImageMetadata.AdditionalData"/>.
/// </summary>
internal static class ImageMetadataParser
{
    private static readonly string[] Figures = ["width", "height", "size"];
    private static readonly string[] MessageFields = ["message", "error", "errors", "success", "status", "statusCode", "code"];

    /// <summary>Reads a response. The EXIF is checked, and read when it is first used or, with <paramref name="readsExif"/>, now.</summary>
    /// <exception cref="JsonException">It is not JSON, or not metadata.</exception>
    public static ImageMetadata Read(ReadOnlyMemory<byte> json, bool readsExif = false)
    {
        Utf8JsonReader reader = new(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonShapeException("It is not a JSON object.");
        }

        PropertyBag values = new();
        RawExif? rawExif = null;
        ExifData? exif = null;
        while (JsonValueReader.ReadName(ref reader, out string name))
        {
            if (reader.TokenType == JsonTokenType.StartObject && name.Equals("exif", StringComparison.OrdinalIgnoreCase))
            {
                exif = readsExif ? RawExif.Read(ref reader) : null;
                rawExif = readsExif ? null : RawExif.Skip(ref reader, json);
                values.Remove(name);
            }
            else
            {
                values[name] = JsonValueReader.ReadValue(ref reader);
            }
        }

        // Reading on proves that nothing follows.
        reader.Read();
        ThrowIfNotMetadata(values, hasExif: exif is not null || rawExif is not null);
        ResponseFields fields = new(values);
        fields.RemoveObject("exif");
        ImageMetadata metadata = new()
        {
            Height = fields.RemoveInt64("height"),
            Width = fields.RemoveInt64("width"),
            Size = fields.RemoveInt64("size"),
            Format = fields.RemoveText("format"),
            HasColorProfile = fields.RemoveBoolean("hasColorProfile"),
            Quality = fields.RemoveInt64("quality"),
            Density = fields.RemoveInt64("density"),
            HasTransparency = fields.RemoveBoolean("hasTransparency"),
            PHash = PadHash(fields.RemoveText("pHash")),
            BitRate = fields.RemoveInt64("bitRate"),
            Duration = fields.RemoveDouble("duration"),
            AudioCodec = fields.RemoveText("audioCodec"),
            VideoCodec = fields.RemoveText("videoCodec"),
            AdditionalData = fields.Rest,
        };
        metadata.SetExif(exif, rawExif);
        return metadata;
    }

    /// <summary>
    /// Every image, video and other file has a size, most have a width and a height, and each of them may be null. A status
    /// message has none of them. The details of a file have an ID, and neither a format nor a hash.
    /// </summary>
    private static void ThrowIfNotMetadata(PropertyBag values, bool hasExif)
    {
        if (!Array.Exists(Figures, name => TagValue.ToInt64(values, name) is not null))
        {
            throw new JsonShapeException("It is not metadata: it has no width, height or size.");
        }

        if (!hasExif && !values.ContainsKey("format") && !values.ContainsKey("pHash"))
        {
            if (values.ContainsKey("fileId"))
            {
                throw new JsonShapeException("It describes a file and is not metadata.");
            }

            if (Array.Exists(MessageFields, values.ContainsKey))
            {
                throw new JsonShapeException("It is a message and is not metadata.");
            }
        }
    }

    /// <summary>The service does not promise leading zeros: a shorter hash is padded.</summary>
    private static string? PadHash(string? hash) => hash?.Length is > 0 and < 16 ? hash.PadLeft(16, '0') : hash;
}
