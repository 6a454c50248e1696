using System.Net;

namespace ImageKit.Metadata.Http;

/// <summary>
/// A complete response with any status. The body is decompressed, repaired, and without the private key; the content type is
/// without parameters.
/// </summary>
internal sealed record ServiceResponse(
    HttpStatusCode StatusCode, ReadOnlyMemory<byte> Body, string? ContentType, string? RequestId, RateLimitHeaders RateLimit);
