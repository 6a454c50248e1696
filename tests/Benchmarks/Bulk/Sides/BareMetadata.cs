using System.Text.Json.Serialization;

namespace Benchmarks.Bulk.Sides;

/// <summary>The few fields that someone writes down who needs no more.</summary>
internal sealed record BareMetadata(int Width, int Height, long Size, string Format, [property: JsonPropertyName("pHash")] string PHash);
