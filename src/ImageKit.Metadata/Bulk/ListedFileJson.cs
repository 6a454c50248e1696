using System.Text.Json;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Models;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Bulk;

/// <summary>What a listing shows of a file, as the property <c>file</c> of a line of a checkpoint file.</summary>
internal static class ListedFileJson
{
    public static void Write(LineBuffer output, ListedFile file)
    {
        using Utf8JsonWriter json = new(output);
        Write(json, file);
    }

    public static void Write(Utf8JsonWriter json, ListedFile file)
    {
        json.WriteStartObject();
        WriteText("name", file.Name);
        WriteText("filePath", file.FilePath);
        if (file.Tags is { Length: > 0 } tags)
        {
            json.WritePropertyName("tags");
            JsonValueWriter.Write(json, tags);
        }

        if (file.CustomMetadata is { Count: > 0 } fields)
        {
            json.WritePropertyName("customMetadata");
            JsonValueWriter.Write(json, fields);
        }

        WriteText("description", file.Description);
        WriteText("versionId", file.VersionId);
        if (file.UpdatedAt is DateTime updatedAt)
        {
            json.WriteString("updatedAt", updatedAt);
        }

        json.WriteEndObject();

        void WriteText(string name, string? value)
        {
            if (value is not null)
            {
                json.WriteString(name, PlainText.ToWhole(value));
            }
        }
    }

    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static ListedFile Read(ReadOnlyMemory<byte> json)
    {
        Utf8JsonReader reader = new(json.Span);
        reader.Read();
        ResponseFields fields = new(JsonValueReader.ReadObject(ref reader));
        return new ListedFile
        {
            Name = fields.RemoveText("name"),
            FilePath = fields.RemoveText("filePath"),
            Tags = fields.RemoveStrings("tags"),
            CustomMetadata = fields.RemoveObject("customMetadata") ?? new(),
            Description = fields.RemoveText("description"),
            VersionId = fields.RemoveText("versionId"),
            UpdatedAt = fields.RemoveTime("updatedAt"),
        };
    }
}
