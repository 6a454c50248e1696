using System.Text.Json;

namespace ImageKit.Metadata.Json;

/// <summary>JSON that can be parsed but is not what was requested: a status message where metadata is expected.</summary>
internal sealed class JsonShapeException(string message) : JsonException(message);
