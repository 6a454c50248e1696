using System.Net;

namespace ImageKit.Metadata.Http;

/// <summary>A complete response with any status.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The body, decompressed, repaired, and without the private key.</param>
/// <param name="ContentType">The media type without parameters; null if the response has none.</param>
/// <param name="RequestId">The service's ID of the request.</param>
/// <param name="RateLimit">What the response announces about the rate limit.</param>
internal sealed record ServiceResponse(
    HttpStatusCode StatusCode, ReadOnlyMemory<byte> Body, string? ContentType, string? RequestId, RateLimitHeaders RateLimit);
