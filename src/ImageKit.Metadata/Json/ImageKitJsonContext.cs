using System.Text.Json.Serialization;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Json;

/// <summary>Serialisation generated at compile time: no reflection at run time, and a quick first call.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServiceError))]
internal sealed partial class ImageKitJsonContext : JsonSerializerContext;
