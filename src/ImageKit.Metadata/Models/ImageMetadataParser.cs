using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Models;

/// <summary>
/// Reads the service's metadata answer. Recorded answers hold null, numbers as text, fractions where whole numbers are
/// documented, <c>[]</c> for an empty part; none of it may cost the user the rest of the answer, and nothing is dropped:
/// what has no property of its own goes to <see cref="ImageMetadata.AdditionalData"/>.
/// </summary>
internal static class ImageMetadataParser
{
    /// <summary>Reads an answer. The EXIF is checked, and read when somebody looks at it; until then it keeps the JSON.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static ImageMetadata Read(ReadOnlyMemory<byte> json)
    {
        Utf8JsonReader reader = new(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The answer is not a JSON object.");
        }

        PropertyBag values = new();
        while (JsonValueReader.ReadName(ref reader, out string name))
        {
            values[name] = reader.TokenType == JsonTokenType.StartObject && name.Equals("exif", StringComparison.OrdinalIgnoreCase)
                ? RawExif.PassOver(ref reader, json)
                : JsonValueReader.ReadValue(ref reader);
        }

        // Reading on proves that nothing follows.
        reader.Read();
        ResponseFields fields = new(values);
        ImageMetadata metadata = new()
        {
            Height = fields.TakeInt64("height"),
            Width = fields.TakeInt64("width"),
            Size = fields.TakeInt64("size"),
            Format = fields.TakeText("format"),
            HasColorProfile = fields.TakeBoolean("hasColorProfile"),
            Quality = fields.TakeInt64("quality"),
            Density = fields.TakeInt64("density"),
            HasTransparency = fields.TakeBoolean("hasTransparency"),
            PHash = PadHash(fields.TakeText("pHash")),
            BitRate = fields.TakeInt64("bitRate"),
            Duration = fields.TakeDouble("duration"),
            AudioCodec = fields.TakeText("audioCodec"),
            VideoCodec = fields.TakeText("videoCodec"),
            AdditionalData = fields.Rest,
        };
        metadata.ReadExifLater(fields.TakeExif("exif"));
        return metadata;
    }

    /// <summary>The service does not promise leading zeros, so a shorter hash of its own is filled up.</summary>
    private static string? PadHash(string? hash) => hash?.Length is > 0 and < 16 ? hash.PadLeft(16, '0') : hash;
}
