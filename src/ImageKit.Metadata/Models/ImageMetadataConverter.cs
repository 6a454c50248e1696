using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageKit.Metadata;

/// <summary>
/// Reads the service's metadata answer. Recorded answers hold null, numbers as text, fractions where whole numbers are
/// documented, <c>[]</c> for an empty part; none of it may cost the user the rest of the answer, and nothing is dropped:
/// what has no property of its own goes to <see cref="ImageMetadata.AdditionalData"/>.
/// </summary>
internal sealed class ImageMetadataConverter : JsonConverter<ImageMetadata>
{
    public override ImageMetadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The answer is not a JSON object.");
        }

        AnswerFields fields = new(JsonValueReader.ReadObject(ref reader));
        return new ImageMetadata
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
            Exif = ReadExif(fields.TakeObject("exif")),
            BitRate = fields.TakeInt64("bitRate"),
            Duration = fields.TakeDouble("duration"),
            AudioCodec = fields.TakeText("audioCodec"),
            VideoCodec = fields.TakeText("videoCodec"),
            AdditionalData = fields.Rest,
        };
    }

    public override void Write(Utf8JsonWriter writer, ImageMetadata value, JsonSerializerOptions options) =>
        throw new NotSupportedException("The service is only read from.");

    private static ExifData ReadExif(PropertyBag? parts)
    {
        if (parts is null)
        {
            return new ExifData();
        }

        AnswerFields fields = new(parts);
        ExifData exif = new()
        {
            Image = fields.TakeObject("image") ?? new(),
            Thumbnail = fields.TakeObject("thumbnail") ?? new(),
            Exif = fields.TakeObject("exif") ?? new(),
            Gps = fields.TakeObject("gps") ?? new(),
            Interoperability = fields.TakeObject("interoperability") ?? new(),
            MakerNote = fields.TakeObject("makernote") ?? new(),
            AdditionalData = fields.Rest,
        };
        exif.DeriveConveniences();
        return exif;
    }

    /// <summary>The service does not promise leading zeros, so a shorter hash of its own is filled up.</summary>
    private static string? PadHash(string? hash) => hash?.Length is > 0 and < 16 ? hash.PadLeft(16, '0') : hash;
}
