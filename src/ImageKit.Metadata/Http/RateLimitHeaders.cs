using System.Globalization;
using System.Net.Http.Headers;

namespace ImageKit.Metadata.Http;

/// <summary>
/// What the headers of a response contain about the rate limit. The values of ImageKit's <c>X-RateLimit-*</c> are in
/// milliseconds. <c>Retry-After</c>, in seconds or as a date, comes from proxies.
/// See <see href="https://imagekit.io/docs/api-overview#rate-limits"/>.
/// </summary>
/// <param name="Limit">Requests permitted in one interval; null if not announced.</param>
/// <param name="Interval">The length of the interval; null if not announced.</param>
/// <param name="Wait">How long to wait before the next request; null if not announced.</param>
/// <param name="RetryAfter">
/// The value of <c>Retry-After</c>; null if there is none. On a response that is not a refusal only this header requests a wait:
/// every response has <c>X-RateLimit-Reset</c>, which is when the window ends.
/// </param>
internal readonly record struct RateLimitHeaders(int? Limit, TimeSpan? Interval, TimeSpan? Wait, TimeSpan? RetryAfter = null)
{
    // A larger value is a date in seconds, not a number of milliseconds.
    private static readonly TimeSpan LongestReset = TimeSpan.FromDays(1);

    public static RateLimitHeaders Read(HttpResponseHeaders headers)
    {
        double? limit = ReadNumber(headers, "X-RateLimit-Limit");
        double? interval = ReadNumber(headers, "X-RateLimit-Interval");
        double? reset = ReadNumber(headers, "X-RateLimit-Reset");
        TimeSpan? retryAfter = ReadRetryAfter(headers);
        return new RateLimitHeaders(
            limit is >= 1 and <= 10_000_000 ? (int)limit : null,
            interval is >= 1 ? TimeSpan.FromMilliseconds(interval.Value) : null,
            reset <= LongestReset.TotalMilliseconds ? TimeSpan.FromMilliseconds(reset.Value) : retryAfter,
            retryAfter);
    }

    private static TimeSpan? ReadRetryAfter(HttpResponseHeaders headers)
    {
        // A date counts from the sender's clock: this machine's may be wrong.
        TimeSpan? wait = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date - (headers.Date ?? DateTimeOffset.UtcNow));
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static double? ReadNumber(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values)
        && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && number is >= 0 and <= 1e11
            ? number
            : null;
}
