using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>What networks and services do, over sockets: failures that pass, items that stall, outages.</summary>
public sealed class FaultyServiceTests
{
    [Fact]
    public async Task What_fails_once_in_any_of_four_ways_succeeds_in_the_end()
    {
        const int count = 500;
        await using EmulatedRun run = await EmulatedRun.StartAsync();
        FaultCollection faults = run.Emulator.Faults;
        faults.Add(new Fault { Kind = FaultKind.InternalError, Match = "/bulk/a/", Every = 5, FirstAttempts = 1 });
        faults.Add(new Fault { Kind = FaultKind.ServiceUnavailable, Match = "/bulk/b/", Every = 5, FirstAttempts = 1, RetryAfter = TimeSpan.FromSeconds(1) });
        faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Match = "/bulk/c/", Every = 5, FirstAttempts = 1, OmitRateLimitHeaders = true });
        faults.Add(new Fault { Kind = FaultKind.Reset, Match = "/bulk/d/", Every = 5, FirstAttempts = 1 });
        using MetadataDownloader downloader = new(run.Client, new MetadataDownloaderOptions());

        run.AssertComplete(count, run.Read(downloader, count));

        int hit = Enumerable.Range(0, count).Count(i => faults.Any(fault => fault.Covers(run.Url(i))));
        Assert.InRange(hit, count / 10, count / 3);
        Assert.Equal(hit, run.Emulator.Statistics.Faulted);
        Assert.Equal(count + hit, run.Emulator.Statistics.Requests);
    }

    [Fact]
    public async Task One_item_that_stalls_does_not_hold_up_the_others()
    {
        const int count = 500;
        await using EmulatedRun run = await EmulatedRun.StartAsync();
        run.Emulator.Faults.Add(new Fault { Kind = FaultKind.Stall, Match = "/0.jpg" });
        using MetadataDownloader downloader = new(run.Client, new MetadataDownloaderOptions { ThrottleLimit = 4, Timeout = TimeSpan.FromSeconds(60) });

        // Number 0 stalls until it is stopped; all the others are there before that, though none can be taken.
        string? wait = null;
        bool stopped = false;
        List<MetadataResult> results = run.Read(downloader, count, () =>
        {
            if (!stopped && run.Emulator.Statistics.Answered == count - 1 && downloader.Running == 1)
            {
                wait = downloader.WaitReason;
                stopped = true;
                downloader.Stop();
            }
        });

        Assert.Equal("results wait for " + run.Url(0), wait);

        // The last answers may have been on their way when it was stopped.
        int[] taken = [.. results.Select(result => (int)result.Target!)];
        Assert.InRange(taken.Length, count - 1 - 4, count - 1);
        Assert.Equal(taken.Order(), taken);
        Assert.DoesNotContain(0, taken);
        await Eventually.IsTrue(() => run.Emulator.Statistics.InFlight == 0);
    }

    [Fact]
    public async Task Many_stalled_items_are_not_an_outage()
    {
        // Twenty hang until their timeout long after the last of the others was answered.
        const int count = 200;
        await using EmulatedRun run = await EmulatedRun.StartAsync();
        run.Emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders, Every = 10, FirstAttempts = 1 });
        using MetadataDownloader downloader = new(run.Client, new MetadataDownloaderOptions { Timeout = TimeSpan.FromSeconds(5) });

        run.AssertComplete(count, run.Read(downloader, count));

        Assert.InRange(run.Emulator.Statistics.Faulted, 9, 63);
        Assert.DoesNotContain(EmulatedRun.TakeNotices(downloader), notice => notice.Contains("is down", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FaultKind.ServiceUnavailable)]
    [InlineData(FaultKind.InternalError)]
    [InlineData(FaultKind.Reset)]
    public async Task An_outage_loses_nothing_and_is_not_hammered(FaultKind mode)
    {
        const int count = 1_000;
        const int throttle = 16;
        await using EmulatedRun run = await EmulatedRun.StartAsync();
        run.Emulator.Latency = TimeSpan.FromMilliseconds(5);
        run.Emulator.DownAs = mode;
        using MetadataDownloader downloader = new(run.Client, new MetadataDownloaderOptions { ThrottleLimit = throttle, MaximumRetryCount = 2 });
        long requestsBefore = 0;
        long requestsAtEnd = 0;
        string? wait = null;
        DateTime until = default;

        List<MetadataResult> results = run.Read(downloader, count, () =>
        {
            if (requestsBefore == 0 && run.Emulator.Statistics.Answered > count / 4)
            {
                run.Emulator.IsDown = true;
                requestsBefore = run.Emulator.Statistics.Requests;
            }
            else if (run.Emulator.IsDown && downloader.WaitReason is string reason)
            {
                // It lasts four seconds more after it was noticed.
                until = wait is null ? DateTime.UtcNow + TimeSpan.FromSeconds(4) : until;
                wait = reason;
                if (DateTime.UtcNow > until)
                {
                    requestsAtEnd = run.Emulator.Statistics.Requests;
                    run.Emulator.IsDown = false;
                }
            }
        });

        run.AssertComplete(count, results);
        Assert.Equal("the service is down, waiting for it", wait);

        // The requests in flight, those that fail until the outage is noticed, and single probes.
        Assert.InRange(requestsAtEnd - requestsBefore, 1, 4 * (throttle + (mode == FaultKind.InternalError ? 36 : 12)));
        List<string> notices = EmulatedRun.TakeNotices(downloader);
        Assert.Single(notices, notice => notice.StartsWith("The service is down, waiting for it.", StringComparison.Ordinal));
        Assert.Single(notices, notice => notice.StartsWith("The service responds again", StringComparison.Ordinal));
    }
}
