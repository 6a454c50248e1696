using System.Net;

namespace ImageKit.Metadata.Http;

/// <summary>A complete answer, whatever its status.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The body, decompressed.</param>
/// <param name="ContentType">The media type without parameters; null if the answer has none.</param>
/// <param name="RequestId">The service's id of the request.</param>
/// <param name="RateLimit">What the answer says of the rate limit.</param>
internal sealed record ServiceResponse(
    HttpStatusCode StatusCode, ReadOnlyMemory<byte> Body, string? ContentType, string? RequestId, RateLimitHeaders RateLimit)
{
    /// <summary>How many attempts it took.</summary>
    public int Attempts { get; init; } = 1;
}
