using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Many requests in flight, in order, under a limit.</summary>
public sealed class ThroughputTests : ConnectedShellTests
{
    [Fact]
    public void Two_thousand_pictures_come_in_order_with_sixty_in_flight()
    {
        Emulator.Latency = TimeSpan.FromMilliseconds(50);

        var urls = Shell.Run("0..1999 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 64").Succeeded().OutputAs<ImageMetadata>().Select(item => item.Url);

        Assert.Equal(Enumerable.Range(0, 2000).Select(i => Url($"bulk/{i}.jpg")), urls);
        Assert.InRange(Emulator.Statistics.MaximumInFlight, 60, 64);
    }

    [Fact]
    public void Under_a_rate_limit_nothing_is_lost_and_little_refused()
    {
        Emulator.RateLimit = new RateLimit { Limit = 100, Interval = TimeSpan.FromSeconds(1) };

        Assert.Equal(400, Shell.Run("0..399 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 32").Succeeded().Output.Count);
        Assert.InRange(Emulator.Statistics.Refused, 0, 8);
    }

    [Fact]
    public void Progress_tells_what_is_done_and_is_completed()
    {
        Emulator.Latency = TimeSpan.FromMilliseconds(200);

        var progress = Shell.Run("Get-IKMetadata @(0..39 | ForEach-Object { \"$u/bulk/$_.jpg\" }) -ThrottleLimit 4").Succeeded().Progress;

        Assert.InRange(progress.Count, 2, 30);
        Assert.All(progress, record => Assert.Equal("Get-IKMetadata", record.Activity));
        Assert.Contains(" of 40 done, 0 failed, ", progress[0].StatusDescription, StringComparison.Ordinal);
        Assert.InRange(progress[0].PercentComplete, 1, 99);
        Assert.Equal(System.Management.Automation.ProgressRecordType.Completed, progress[^1].RecordType);
        Assert.Single(progress.Select(record => record.ActivityId).Distinct());
    }
}
