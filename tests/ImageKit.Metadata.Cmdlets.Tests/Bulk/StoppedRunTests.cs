using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>However a run is ended, nothing stays in flight and the checkpoint is whole.</summary>
public sealed class StoppedRunTests
{
    // Ten images that are answered, then a crowd that hangs until the client goes away.
    private const string Images = "& { 0..9 | ForEach-Object { \"$endpoint/bulk/$_.jpg\" }; 1..500 | ForEach-Object { \"$endpoint/faults/stall-before-headers/$_.jpg\" } }";

    [Fact]
    public async Task Stopped_as_by_Ctrl_C()
    {
        await using EmulatedShell session = await EmulatedShell.StartAsync();
        using ShellCall call = session.Shell.Begin($"{Images} | Get-IKMetadata -ThrottleLimit 32 -Checkpoint $checkpoint");
        call.WaitForOutput(10);
        Eventually.IsTrue(() => session.Emulator.Statistics.InFlight == 32, "all slots hang");

        Assert.InRange(call.Stop(), TimeSpan.Zero, TimeSpan.FromSeconds(30));

        Assert.True(call.Wait().Stopped);
        AssertWhole(session);
    }

    [Theory]
    [InlineData("foreach ($once in 1) { IMAGES | Get-IKMetadata -ThrottleLimit 32 -Checkpoint $checkpoint | ForEach-Object { if ($_.Url -like '*/9.jpg') { break } } }; 'on'")]
    [InlineData("try { IMAGES | Get-IKMetadata -ThrottleLimit 32 -Checkpoint $checkpoint | ForEach-Object { if ($_.Url -like '*/9.jpg') { throw 'enough' } } } catch { }; 'on'")]
    public async Task Ended_by_what_follows_in_the_pipeline(string script)
    {
        await using EmulatedShell session = await EmulatedShell.StartAsync();

        Assert.Equal("on", session.Shell.Run(script.Replace("IMAGES", Images, StringComparison.Ordinal)).One<string>());

        AssertWhole(session);
    }

    [Fact]
    public async Task Import_can_be_left_early_and_lets_go_of_the_file()
    {
        await using EmulatedShell session = await EmulatedShell.StartAsync();
        session.GiveUrls(50);
        session.Shell.Run("$urls | Get-IKMetadata -Checkpoint $checkpoint").Succeeded();

        ShellResult result = session.Shell.Run("foreach ($once in 1) { Import-IKMetadata $checkpoint | ForEach-Object { $_; break } }");

        Assert.Contains(result.One<ImageMetadata>().Url, Enumerable.Range(0, 50).Select(session.Url));
        session.AssertComplete(50, session.Shell.Run("$urls | Get-IKMetadata -Checkpoint $checkpoint"));
    }

    private static void AssertWhole(EmulatedShell session)
    {
        session.WaitUntilNothingIsInFlight();
        long requests = session.Emulator.Statistics.Requests;

        // The file has them in the order in which they were answered.
        Assert.Equal(
            Enumerable.Range(0, 10).Select(session.Url),
            session.Shell.Run("Import-IKMetadata $checkpoint -IncludeFailure").Succeeded().OutputAs<ImageMetadata>().Select(metadata => metadata.Url).Order());
        session.AssertComplete(10, session.Shell.Run("0..9 | ForEach-Object { \"$endpoint/bulk/$_.jpg\" } | Get-IKMetadata -Checkpoint $checkpoint"));
        Assert.Equal(requests, session.Emulator.Statistics.Requests);
    }
}
