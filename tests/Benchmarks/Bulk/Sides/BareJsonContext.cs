using System.Text.Json.Serialization;

namespace Benchmarks.Bulk.Sides;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BareMetadata))]
internal sealed partial class BareJsonContext : JsonSerializerContext;
