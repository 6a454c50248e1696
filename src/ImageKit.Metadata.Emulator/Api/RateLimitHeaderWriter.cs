using System.Globalization;

namespace ImageKit.Metadata.Emulator;

/// <summary>The headers that tell a client how fast it may go.</summary>
internal static class RateLimitHeaderWriter
{
    public static void Write(HttpResponse response, int limit, TimeSpan reset, TimeSpan interval)
    {
        response.Headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-RateLimit-Reset"] = Milliseconds(reset);
        response.Headers["X-RateLimit-Interval"] = Milliseconds(interval);
    }

    public static string WholeSeconds(TimeSpan wait) =>
        ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    // Rounded up: a client that waits exactly as long as told must be let in.
    private static string Milliseconds(TimeSpan time) =>
        ((long)Math.Ceiling(time.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
}
