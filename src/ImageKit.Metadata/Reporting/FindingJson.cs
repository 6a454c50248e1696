using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>The evidence of findings as JSON.</summary>
internal static class FindingJson
{
    public static void WriteBag(Utf8JsonWriter json, PropertyBag? values) => JsonValueWriter.Write(json, values ?? []);

    /// <summary>Reads what <see cref="WriteBag"/> wrote; null for any other text.</summary>
    public static PropertyBag? ReadBag(string text) => JsonValueReader.TryReadObject(Encoding.UTF8.GetBytes(text));
}
