using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>What a run tells of itself: errors, verbose lines, progress.</summary>
public sealed class BulkReportTests : IAsyncLifetime
{
    private EmulatedShell _session = null!;

    public async Task InitializeAsync() => _session = await EmulatedShell.StartAsync();

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public void A_failed_item_reports_its_request_id_and_attempts_and_the_run_continues()
    {
        _session.GiveUrls(20);
        _session.Emulator.Faults.Add(new Fault { Kind = FaultKind.BadGateway, Match = "/5.jpg" });

        ShellResult result = _session.Shell.Run("$urls | Get-IKMetadata -MaximumRetryCount 2");

        Assert.Equal(19, result.Output.Count);
        ErrorRecord error = Assert.Single(result.Errors);
        ImageKitException exception = Assert.IsType<ImageKitException>(error.Exception);
        Assert.Equal("ServerError,ImageKit.Metadata.Commands.GetIKMetadataCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceUnavailable, error.CategoryInfo.Category);
        Assert.Equal(_session.Url(5), error.TargetObject);
        Assert.Equal(3, exception.Attempts);
        Assert.Contains("(3 attempts)", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains($"(request ID {exception.RequestId})", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verbose_summary_counts_everything()
    {
        _session.GiveUrls(30);
        _session.Emulator.Faults.Add(new Fault { Kind = FaultKind.NotFound, Match = "/1.jpg" });
        _session.Emulator.Faults.Add(new Fault { Kind = FaultKind.InternalError, Match = "/2", FirstAttempts = 1 });
        _session.Shell.Run("$urls[10..19] | Get-IKMetadata -Checkpoint $checkpoint").Succeeded();

        ShellResult result = _session.Shell.Run("$urls + 'nonsense' | Get-IKMetadata -Checkpoint $checkpoint -Verbose");

        string summary = Assert.Single(result.Verbose, line => line.Contains(" read (10 from the checkpoint), ", StringComparison.Ordinal));
        Assert.Same(summary, result.Verbose[^1]);
        Assert.StartsWith("31 images: 29 read (10 from the checkpoint), 2 failed (1 InvalidUrl, 1 NotFound). 11 retries. ", summary, StringComparison.Ordinal);
        Assert.Equal(11, result.Verbose.Count(line => line.StartsWith("Attempt 1 for ", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_outage_is_reported_once()
    {
        _session.GiveUrls(200);
        _session.Emulator.IsDown = true;
        using ShellCall call = _session.Shell.Begin("$urls | Get-IKMetadata -Verbose");
        Eventually.IsTrue(() => _session.Emulator.Statistics.Faulted >= 10, "the run has met the outage");
        _session.Emulator.IsDown = false;
        ShellResult result = call.Wait();

        _session.AssertComplete(200, result);
        Assert.InRange(result.Verbose.Count(line => line.StartsWith("The service is down", StringComparison.Ordinal)), 0, 1);
        Assert.Equal(
            result.Verbose.Count(line => line.StartsWith("The service is down", StringComparison.Ordinal)),
            result.Verbose.Count(line => line.StartsWith("The service responds again", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_progress_bar_shows_what_it_waits_for_and_is_completed()
    {
        _session.GiveUrls(1_000);
        _session.Emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders, Match = "/0.jpg", FirstAttempts = 1 });
        Stopwatch clock = Stopwatch.StartNew();

        ShellResult result = _session.Shell.Run("Get-IKMetadata $urls -ThrottleLimit 8 -TimeoutSec 4");

        double seconds = clock.Elapsed.TotalSeconds;
        _session.AssertComplete(1_000, result);
        Assert.InRange(result.Progress.Count, 2, (int)(seconds * 5) + 1);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
        Assert.All(result.Progress.SkipLast(1), record => Assert.Equal(ProgressRecordType.Processing, record.RecordType));
        Assert.Contains(result.Progress, record => record.CurrentOperation == "results wait for " + _session.Url(0));
        Assert.All(result.Progress.SkipLast(1), record => Assert.Matches(new Regex(@"^[\d,]+ of 1,000 done, 0 failed, [\d,]+ requests per second$"), record.StatusDescription));
    }

    [Fact]
    public void After_a_resume_the_rate_and_the_time_left_count_what_was_requested()
    {
        _session.GiveUrls(1_000);
        _session.Shell.Run("$null = $urls[0..899] | Get-IKMetadata -Checkpoint $checkpoint").Succeeded();
        for (int tens = 91; tens < 100; tens++)
        {
            _session.Emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders, Match = $"/{tens}" });
        }

        using ShellCall call = _session.Shell.Begin("Get-IKMetadata $urls -Checkpoint $checkpoint");

        // Ten requests are done after a second or later, and 90 are left.
        ProgressRecord? resumed = null;
        call.WaitForProgress(record => (resumed = record).SecondsRemaining >= 0);
        call.Stop();
        call.Wait();

        Match status = Regex.Match(resumed!.StatusDescription, @"^([\d,]+) of 1,000 done, 0 failed, (\d+) requests per second$");
        Assert.True(status.Success, resumed.StatusDescription);
        Assert.InRange(int.Parse(status.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), 901, 910);
        Assert.InRange(int.Parse(status.Groups[2].Value, CultureInfo.InvariantCulture), 0, 10);
        Assert.InRange(resumed.SecondsRemaining, 9, int.MaxValue);
    }

    [Fact]
    public void A_spent_window_shows_with_its_end()
    {
        _session.GiveUrls(100);
        _session.Emulator.RateLimit = new RateLimit { Limit = 10, Interval = TimeSpan.FromMinutes(15) };
        using ShellCall call = _session.Shell.Begin("$urls | Get-IKMetadata -ThrottleLimit 4");
        Regex wait = new(@"^waiting for the rate limit, \d{3} s more$");

        // The first records may be earlier than the window is spent.
        call.WaitForProgress(record => wait.IsMatch(record.CurrentOperation ?? ""));
        call.Stop();

        Assert.Matches(wait, call.Wait().Progress[^1].CurrentOperation);
    }

    [Fact]
    public void A_long_wait_for_the_rate_limit_shows_with_its_end()
    {
        _session.GiveUrls(1);
        _session.Emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, FirstAttempts = 1, RetryAfter = TimeSpan.FromSeconds(8) });

        ShellResult result = _session.Shell.Run("Get-IKMetadata $urls -Verbose");

        _session.AssertComplete(1, result);
        string[] waits = [.. result.Progress.Select(record => record.CurrentOperation).Where(text => text?.StartsWith("waiting for the rate limit", StringComparison.Ordinal) == true)];
        int[] left = [.. waits.Select(text => int.Parse(Regex.Match(text, @"(\d+) s more$").Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.NotEmpty(left);
        Assert.All(left, seconds => Assert.InRange(seconds, 1, 8));
        Assert.Equal(left.OrderDescending(), left);
        Assert.Single(result.Verbose, line => line.StartsWith("The rate limit is reached", StringComparison.Ordinal));
    }
}
