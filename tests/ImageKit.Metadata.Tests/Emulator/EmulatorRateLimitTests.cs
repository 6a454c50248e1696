using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Http;
using SentHeaders = ImageKit.Metadata.Emulator.RateLimitHeaders;

namespace ImageKit.Metadata.Tests.Emulator;

public sealed class EmulatorRateLimitTests
{
    private static readonly RateLimit ThreePerSecond = new() { Limit = 3, Interval = TimeSpan.FromSeconds(1) };

    [Fact]
    public void A_fixed_window_starts_anew_when_its_interval_is_over()
    {
        RateLimiter limiter = new(ThreePerSecond);

        Assert.Equal([true, true, true, false], Acquire(limiter, 100, 200, 900, 1_050));
        Assert.Equal(TimeSpan.FromMilliseconds(1), limiter.Acquire(TimeSpan.FromMilliseconds(1_099)).Reset);
        Assert.Equal([true, true, true, false], Acquire(limiter, 1_100, 1_101, 1_102, 1_103));
    }

    [Fact]
    public void A_sliding_window_counts_the_interval_just_past()
    {
        RateLimiter limiter = new(ThreePerSecond with { Window = RateLimitWindow.Sliding });

        Assert.Equal([true, true, true, false, true, false], Acquire(limiter, 0, 500, 900, 999, 1_000, 1_001));
        Assert.Equal(TimeSpan.FromMilliseconds(400), limiter.Acquire(TimeSpan.FromMilliseconds(1_100)).Reset);
        Assert.Equal([true, false, true], Acquire(limiter, 1_500, 1_501, 1_900));
    }

    [Theory]
    [InlineData(SentHeaders.Always, true, true)]
    [InlineData(SentHeaders.OnRefusal, false, true)]
    [InlineData(SentHeaders.None, false, false)]
    public async Task Headers_are_sent_if_the_limit_is_set_so(SentHeaders headers, bool whenGranted, bool whenRefused)
    {
        EmulatorOptions options = new()
        {
            LibrarySize = 20,
            RateLimit = new RateLimit { Limit = 1, Interval = TimeSpan.FromHours(1), Headers = headers, RetryAfter = true },
        };
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(options);
        using HttpClient client = EmulatorClient.For(emulator);
        Uri uri = new(EmulatorClient.MetadataOf(emulator.UrlEndpoint + "/bulk/1.jpg"), UriKind.Relative);
        using HttpResponseMessage granted = await client.GetAsync(uri);
        using HttpResponseMessage refused = await client.GetAsync(uri);
        using HttpResponseMessage otherGroup = await client.GetAsync(new Uri("v1/files", UriKind.Relative));

        Assert.Equal((200, 429, 200), ((int)granted.StatusCode, (int)refused.StatusCode, (int)otherGroup.StatusCode));
        Assert.Equal(whenGranted, granted.Headers.Contains("X-RateLimit-Reset"));
        Assert.Equal(whenRefused, refused.Headers.Contains("X-RateLimit-Reset"));
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(1, emulator.Statistics.Refused);

        emulator.RateLimit = null;
        using HttpResponseMessage lifted = await client.GetAsync(uri);
        Assert.Equal(200, (int)lifted.StatusCode);
    }

    private static bool[] Acquire(RateLimiter limiter, params int[] milliseconds) =>
        [.. milliseconds.Select(at => limiter.Acquire(TimeSpan.FromMilliseconds(at)).Granted)];
}
