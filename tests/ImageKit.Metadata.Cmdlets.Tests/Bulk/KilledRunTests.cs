using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>Runs in processes of their own that share or lose a checkpoint file.</summary>
public sealed class KilledRunTests
{
    private const int ThrottleLimit = 16;

    [Fact]
    public async Task Killed_ten_times_it_resumes_and_repeats_only_requests_in_flight()
    {
        const int count = 3_000;
        const int kills = 10;
        await using EmulatedShell session = await EmulatedShell.StartAsync();

        // Slow enough that between the moment of a kill and the kill few are answered.
        session.Emulator.Latency = TimeSpan.FromMilliseconds(50);
        string line = $"0..{count - 1} | ForEach-Object {{ \"{session.Emulator.UrlEndpoint}/bulk/$_.jpg\" }} | Get-IKMetadata -Checkpoint '{session.Checkpoint}' -ThrottleLimit {ThrottleLimit} | ForEach-Object {{ $_.Url }}";
        Random random = new(20240917);
        long answered = 0;
        for (int i = 0; i < kills; i++)
        {
            answered += random.Next(1, count / (kills + 2));
            using ShellProcess process = new(session.Emulator, line);

            // One request of each process checks the key.
            Eventually.IsTrue(() => session.Emulator.Statistics.Answered - i - 1 >= answered || process.HasExited, $"{answered} are answered");
            Assert.False(process.HasExited, "The run ended before it could be killed.");
            process.Kill();
            session.WaitUntilNothingIsInFlight();
            answered = session.Emulator.Statistics.Answered - i - 1;
        }

        using ShellProcess last = new(session.Emulator, line);
        string[] lines = await last.WaitAsync();

        Assert.Equal(Enumerable.Range(0, count).Select(session.Url), lines.Where(text => text.StartsWith("http", StringComparison.Ordinal)));
        Assert.InRange(session.Emulator.Statistics.Answered - kills - 1, count, count + (kills * ThrottleLimit));
        session.Shell["file"] = session.Checkpoint;
        Assert.Equal(count, session.Shell.Run("Import-IKMetadata $file").OutputAs<ImageMetadata>().Select(metadata => metadata.Url).Distinct().Count());
    }

    [Fact]
    public async Task A_second_process_on_the_file_is_refused_while_the_first_runs()
    {
        await using EmulatedShell session = await EmulatedShell.StartAsync();
        using ShellCall first = session.Shell.Begin("\"$endpoint/bulk/0.jpg\", \"$endpoint/faults/stall/1.jpg\" | Get-IKMetadata -Checkpoint $checkpoint");
        first.WaitForOutput(1);
        byte[] before = Read(session.Checkpoint);

        using ShellProcess second = new(
            session.Emulator, $"try {{ Get-IKMetadata '{session.Url(2)}' -Checkpoint '{session.Checkpoint}' }} catch {{ $_.FullyQualifiedErrorId }}");
        string[] lines = await second.WaitAsync();

        Assert.Contains("CheckpointUnusable,ImageKit.Metadata.Commands.GetIKMetadataCommand", lines);
        Assert.Equal(before, Read(session.Checkpoint));
        first.Stop();
        session.WaitUntilNothingIsInFlight();
        Assert.Equal(session.Url(2), session.Shell.Run("Get-IKMetadata \"$endpoint/bulk/2.jpg\" -Checkpoint $checkpoint").One<ImageMetadata>().Url);
    }

    /// <summary>Reads as jq or tail do, without asking for a lock.</summary>
    private static byte[] Read(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }

        using System.Diagnostics.Process cat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cat", [file]) { RedirectStandardOutput = true })!;
        using MemoryStream copy = new();
        cat.StandardOutput.BaseStream.CopyTo(copy);
        return copy.ToArray();
    }
}
