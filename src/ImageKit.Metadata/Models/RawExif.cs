using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Models;

/// <summary>
/// The EXIF of an answer as it came. Some sixty tags are most of an answer, and most pipelines look at none of them: until
/// somebody does, they cost their JSON and no more.
/// </summary>
internal sealed class RawExif(ReadOnlyMemory<byte> json)
{
    /// <summary>Passes over the object at the reader's position; that it is JSON is checked.</summary>
    /// <param name="reader">The reader, at the start of the object.</param>
    /// <param name="answer">What the reader reads.</param>
    public static RawExif PassOver(ref Utf8JsonReader reader, ReadOnlyMemory<byte> answer)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new RawExif(answer.Slice(start, (int)reader.BytesConsumed - start));
    }

    public ExifData Read()
    {
        Utf8JsonReader reader = new(json.Span);
        reader.Read();
        ResponseFields fields = new(JsonValueReader.ReadObject(ref reader));
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
        exif.ReadTags();
        return exif;
    }
}
