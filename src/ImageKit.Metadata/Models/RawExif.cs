using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Models;

/// <summary>
/// The EXIF of a response as JSON. Some sixty tags are most of a response, and most pipelines read none of them: until they are
/// read, they cost no more than the JSON.
/// </summary>
internal sealed class RawExif(ReadOnlyMemory<byte> json)
{
    /// <summary>Skips the object at the reader's position; the reader checks that it is JSON.</summary>
    public static RawExif Skip(ref Utf8JsonReader reader, ReadOnlyMemory<byte> response) => new(JsonValueReader.Skip(ref reader, response));

    public ExifData Read()
    {
        Utf8JsonReader reader = new(json.Span);
        reader.Read();
        return Read(ref reader);
    }

    /// <summary>Reads the object at the reader's position at once.</summary>
    public static ExifData Read(ref Utf8JsonReader reader)
    {
        ResponseFields fields = new(JsonValueReader.ReadObject(ref reader));
        ExifData exif = new()
        {
            Image = fields.RemoveObject("image") ?? new(),
            Thumbnail = fields.RemoveObject("thumbnail") ?? new(),
            Exif = fields.RemoveObject("exif") ?? new(),
            Gps = fields.RemoveObject("gps") ?? new(),
            Interoperability = fields.RemoveObject("interoperability") ?? new(),
            MakerNote = fields.RemoveObject("makernote") ?? new(),
            AdditionalData = fields.Rest,
        };
        exif.ReadTags();
        return exif;
    }
}
