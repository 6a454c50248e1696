using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>However a pipeline ends early, nothing stays in flight and the shell works on.</summary>
public sealed class StoppingTests : ConnectedShellTests
{
    [Theory]
    [InlineData(FaultKind.StallBeforeHeaders)]
    [InlineData(FaultKind.Stall)]
    [InlineData(FaultKind.Slow)]
    public void Ctrl_C_ends_requests_that_hang(FaultKind kind)
    {
        Emulator.Faults.Add(new Fault { Kind = kind });
        using ShellCall call = Shell.Begin("0..99 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 16");
        Eventually.IsTrue(() => Emulator.Statistics.InFlight == 16, "16 are in flight");

        TimeSpan taken = call.Stop();

        Assert.True(call.Wait().Stopped);
        Assert.InRange(taken, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        AssertQuiet();
    }

    [Fact]
    public void Ctrl_C_ends_a_wait_for_the_rate_limit()
    {
        Emulator.RateLimit = new RateLimit { Limit = 1, Interval = TimeSpan.FromMinutes(30) };

        // Which of the first four is let through is the emulator's chance.
        using ShellCall call = Shell.Begin("0..99 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 4 -Unordered");
        call.WaitForOutput(1);

        call.Stop();

        Assert.True(call.Wait().Stopped);
        AssertQuiet();
    }

    [Fact]
    public void Ctrl_C_ends_a_wait_for_a_retry()
    {
        Emulator.Faults.Add(new Fault { Kind = FaultKind.ServiceUnavailable, RetryAfter = TimeSpan.FromSeconds(100) });
        using ShellCall call = Shell.Begin("Get-IKMetadata \"$u/bulk/1.jpg\"");
        Eventually.IsTrue(() => Emulator.Statistics.Faulted == 1, "the first attempt failed");

        call.Stop();

        Assert.True(call.Wait().Stopped);
        Assert.Equal(1, Emulator.Statistics.Requests);
        AssertQuiet();
    }

    [Theory]
    [InlineData("foreach ($i in 1) { 0..999 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 8 | ForEach-Object { $_; break } }")]
    [InlineData("foreach ($i in 1) { 0..999 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 8 -Unordered | ForEach-Object { $_; continue } }")]
    public void A_break_downstream_ends_the_run(string script)
    {
        Emulator.Latency = TimeSpan.FromMilliseconds(20);

        Assert.Single(Shell.Run(script).Succeeded().Output);

        Assert.InRange(Emulator.Statistics.Requests, 1, 200);
        AssertQuiet();
    }

    [Fact]
    public void An_exception_downstream_ends_the_run()
    {
        Emulator.Latency = TimeSpan.FromMilliseconds(20);

        ShellResult result = Shell.Run("0..999 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 8 | ForEach-Object { throw 'enough' }");

        Assert.Equal("enough", result.TerminatingError?.FullyQualifiedErrorId);
        Assert.InRange(Emulator.Statistics.Requests, 1, 200);
        AssertQuiet();
    }

    [Fact]
    public void A_connection_closed_in_the_middle_ends_the_run()
    {
        ShellResult result = Shell.Run("0..999 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 8 | ForEach-Object { Disconnect-IKAccount }");

        Assert.Equal("NotConnected,ImageKit.Metadata.Commands.GetIKMetadataCommand", result.TerminatingError?.FullyQualifiedErrorId);
        Assert.InRange(Emulator.Statistics.Requests, 1, 200);
        AssertQuiet();
    }

    [Fact]
    public void An_exception_upstream_ends_the_run()
    {
        Emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders });

        ShellResult result = Shell.Run("0..9 | ForEach-Object { if ($_ -eq 9) { throw 'upstream' }; \"$u/bulk/$_.jpg\" } | Get-IKMetadata");

        Assert.Equal("upstream", result.TerminatingError?.FullyQualifiedErrorId);
        AssertQuiet();
    }

    [Fact]
    public void ErrorAction_Stop_leaves_nothing_in_flight()
    {
        Emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders, Match = "/bulk/" });

        Assert.True(Shell.Run("'x', \"$u/bulk/1.jpg\", \"$u/bulk/2.jpg\" | Get-IKMetadata -ErrorAction Stop").Terminated);

        AssertQuiet();
    }

    private void AssertQuiet()
    {
        Eventually.IsTrue(() => Emulator.Statistics.InFlight == 0, "nothing is in flight");
        Emulator.Faults.Clear();
        Emulator.RateLimit = null;
        Assert.Single(Shell.Run("Get-IKMetadata \"$u/samples/canon40d.jpg\" -Connection (Connect-IKAccount $key -ApiBaseUri $api -PassThru)").Succeeded().Output);
    }
}
