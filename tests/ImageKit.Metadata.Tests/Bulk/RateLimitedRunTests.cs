using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Http;
using SentHeaders = ImageKit.Metadata.Emulator.RateLimitHeaders;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>Whole runs against a rate limit, over sockets: nothing may be lost, and little may be refused.</summary>
public sealed class RateLimitedRunTests
{
    [Theory]
    [InlineData(SentHeaders.Always)]
    [InlineData(SentHeaders.OnRefusal)]
    [InlineData(SentHeaders.None)]
    public async Task Nothing_is_lost_under_a_limit(SentHeaders headers) =>
        await Task.WhenAll(RunAsync(headers, RateLimitWindow.Fixed), RunAsync(headers, RateLimitWindow.Sliding));

    [Fact]
    public async Task Without_a_success_within_the_give_up_time_the_item_fails()
    {
        await using EmulatedRun run = await EmulatedRun.StartAsync(patience: TimeSpan.FromMilliseconds(300));
        run.Emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, RetryAfter = TimeSpan.FromMilliseconds(50) });
        using MetadataDownloader downloader = new(run.Client, new MetadataDownloaderOptions { MaximumRetryCount = 0 });

        ImageKitException failure = Assert.Single(run.Read(downloader, 1)).Error!;

        Assert.Equal(ImageKitErrorKind.RateLimitExceeded, failure.Kind);
        Assert.NotNull(failure.RequestId);
        Assert.Equal(run.Emulator.Statistics.Refused, failure.Attempts);
        Assert.True(failure.Attempts > 1, "It was asked again although retries are off: a refusal is no failure.");
    }

    [Fact]
    public async Task Refusals_use_up_no_retries()
    {
        await using EmulatedRun run = await EmulatedRun.StartAsync();
        run.Emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, FirstAttempts = 4, RetryAfter = TimeSpan.FromMilliseconds(20) });
        using MetadataDownloader downloader = new(run.Client, new MetadataDownloaderOptions { MaximumRetryCount = 0 });

        run.AssertComplete(3, run.Read(downloader, 3));
        Assert.Equal(12, run.Emulator.Statistics.Refused);
        Assert.Equal(0, downloader.Statistics.Retries);
    }

    private static async Task RunAsync(SentHeaders headers, RateLimitWindow window)
    {
        const int count = 800;
        await using EmulatedRun run = await EmulatedRun.StartAsync(
            new RateLimit { Limit = 200, Interval = TimeSpan.FromSeconds(1), Headers = headers, Window = window });
        using MetadataDownloader downloader = new(run.Client, new MetadataDownloaderOptions());

        List<MetadataResult> results = await Task.Run(() => run.Read(downloader, count));

        run.AssertComplete(count, results);

        // A refusal is no retry. On a machine that stands still for long, an attempt may time out, and is made again.
        Assert.DoesNotContain(EmulatedRun.TakeNotices(downloader), notice => notice.StartsWith("Attempt ", StringComparison.Ordinal) && notice.Contains("(429)"));
        Assert.InRange(run.Emulator.Statistics.Answered, count, count + downloader.Statistics.Retries);

        // How little is refused, the simulations tell: here a machine that stands still for a moment lets a crowd go at once.
        Assert.InRange(run.Emulator.Statistics.Refused, 0, count / 2);
    }
}
