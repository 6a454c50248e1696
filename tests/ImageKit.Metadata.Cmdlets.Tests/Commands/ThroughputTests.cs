using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Many requests in flight, in order, under a limit.</summary>
public sealed class ThroughputTests : ConnectedShellTests
{
    [Fact]
    public void Two_thousand_images_come_in_order_with_sixty_in_flight()
    {
        // Slow until the crowd is there: at the latency that counts, a slow machine may never come to sixty.
        Emulator.Latency = TimeSpan.FromSeconds(3);
        using ShellCall call = Shell.Begin("0..1999 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 64");
        Eventually.IsTrue(() => Emulator.Statistics.InFlight >= 60, "sixty are in flight");

        // Later the emulator may count a request a moment longer than the client does.
        Assert.InRange(Emulator.Statistics.MaximumInFlight, 60, 64);
        Emulator.Latency = TimeSpan.FromMilliseconds(50);

        var urls = call.Wait().Succeeded().OutputAs<ImageMetadata>().Select(item => item.Url);

        Assert.Equal(Enumerable.Range(0, 2000).Select(i => Url($"bulk/{i}.jpg")), urls);
    }

    [Fact]
    public void Under_a_rate_limit_nothing_is_lost()
    {
        Emulator.RateLimit = new RateLimit { Limit = 100, Interval = TimeSpan.FromSeconds(1) };

        Assert.Equal(400, Shell.Run("0..399 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 32").Succeeded().Output.Count);
        Assert.Equal(400, Emulator.Statistics.Requests - Emulator.Statistics.Refused);
    }

    [Fact]
    public void Progress_shows_what_is_done_and_is_completed()
    {
        Emulator.Latency = TimeSpan.FromMilliseconds(200);
        Stopwatch clock = Stopwatch.StartNew();

        var progress = Shell.Run("Get-IKMetadata @(0..39 | ForEach-Object { \"$u/bulk/$_.jpg\" }) -ThrottleLimit 4").Succeeded().Progress;

        Assert.InRange(progress.Count, 2, (5 * clock.Elapsed.TotalSeconds) + 1);
        Assert.All(progress, record => Assert.Equal("Get-IKMetadata", record.Activity));
        Assert.Equal(System.Management.Automation.ProgressRecordType.Completed, progress[^1].RecordType);
        Assert.Single(progress.Select(record => record.ActivityId).Distinct());
        Assert.All(progress.SkipLast(1), record =>
        {
            Match text = Regex.Match(record.StatusDescription, @"^(\d+) of 40 done, 0 failed, \d+ requests per second$");
            Assert.True(text.Success, record.StatusDescription);
            Assert.Equal(100 * int.Parse(text.Groups[1].Value, CultureInfo.InvariantCulture) / 40, record.PercentComplete);
        });
    }
}
