using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>Parts of findings and rules that several formats share, as JSON.</summary>
internal static class FindingJson
{
    public static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, PlainText.ToWhole(text));
        }
    }

    public static void WriteBag(Utf8JsonWriter json, PropertyBag? values) => JsonValueWriter.Write(json, values ?? []);

    /// <summary>Reads what <see cref="WriteBag"/> wrote; null for any other text.</summary>
    public static PropertyBag? ReadBag(string text)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? JsonValueReader.ReadObject(ref reader) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static void WriteRuleSettings(Utf8JsonWriter json, AuditRule rule)
    {
        json.WriteStartObject();
        foreach (AuditRuleSetting setting in rule.Settings)
        {
            json.WritePropertyName(setting.Name);
            JsonValueWriter.Write(json, setting.Value);
        }

        json.WriteEndObject();
    }
}
