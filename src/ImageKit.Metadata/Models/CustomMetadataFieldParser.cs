using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Models;

/// <summary>Reads the list of the account's custom metadata fields.</summary>
internal static class CustomMetadataFieldParser
{
    /// <exception cref="JsonException">It is not a list of fields.</exception>
    public static List<CustomMetadataField> ReadList(ReadOnlySpan<byte> json) => JsonValueReader.ReadList(json, ReadField);

    private static CustomMetadataField ReadField(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonShapeException("It does not describe a field.");
        }

        ResponseFields fields = new(JsonValueReader.ReadObject(ref reader));
        ResponseFields schema = new(fields.RemoveObject("schema") ?? new PropertyBag());
        CustomMetadataField field = new()
        {
            Id = fields.RemoveText("id"),
            Name = fields.RemoveText("name"),
            Label = fields.RemoveText("label"),
            Type = schema.RemoveText("type"),
            IsRequired = schema.RemoveBoolean("isValueRequired") ?? false,
            AdditionalData = fields.Rest,
        };
        if (field.Name is null)
        {
            throw new JsonShapeException("It does not describe a field: it has no name.");
        }

        if (schema.Rest.Count > 0)
        {
            field.AdditionalData["schema"] = schema.Rest;
        }

        return field;
    }
}
