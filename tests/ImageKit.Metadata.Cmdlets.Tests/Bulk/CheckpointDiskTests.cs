using System.Diagnostics;
using System.Management.Automation;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>Checkpoint files that cannot be used, or not written to any further.</summary>
public sealed class CheckpointDiskTests
{
    [TmpfsFact]
    public async Task A_full_disk_ends_the_run_and_leaves_a_file_to_carry_on_from()
    {
        const int count = 400;
        await using EmulatedShell session = await EmulatedShell.StartAsync();
        session.GiveUrls(count);
        string disk = session.File("disk");
        Directory.CreateDirectory(disk);
        Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk);
        try
        {
            session.Shell["checkpoint"] = Path.Combine(disk, "run.jsonl");

            ShellResult full = session.Shell.Run("$urls | Get-IKMetadata -Checkpoint $checkpoint");

            Assert.Equal("CheckpointWriteFailed,ImageKit.Metadata.Commands.GetIKMetadataCommand", full.TerminatingError?.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.WriteError, full.TerminatingError!.CategoryInfo.Category);
            session.WaitUntilNothingIsInFlight();
            int kept = session.Shell.Run("Import-IKMetadata $checkpoint").Succeeded().Output.Count;
            Assert.InRange(kept, 50, count - 1);
            Assert.InRange(full.Output.Count, 0, kept);
            Assert.Equal((byte)'\n', (await File.ReadAllBytesAsync((string)session.Shell["checkpoint"]!))[^1]);

            Run("mount", "-o", "remount,size=8m", disk);
            session.Emulator.Statistics.Reset();
            session.AssertComplete(count, session.Shell.Run("$urls | Get-IKMetadata -Checkpoint $checkpoint"));
            Assert.Equal(count - kept, session.Emulator.Statistics.Requests);
        }
        finally
        {
            Run("umount", disk);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_ends_the_pipeline_before_any_request()
    {
        await using EmulatedShell session = await EmulatedShell.StartAsync();
        await File.WriteAllTextAsync(session.File("urls.csv"), "url\nhttps://ik.imagekit.io/demo/a.jpg\n");
        session.Shell["folder"] = Path.GetDirectoryName(session.Checkpoint);
        session.GiveUrls(3);
        foreach (string path in new[] { "$folder", "$folder/none/run.jsonl", "$folder/urls.csv" })
        {
            ShellResult result = session.Shell.Run($"$urls | Get-IKMetadata -Checkpoint \"{path}\"");
            Assert.Equal("CheckpointUnusable,ImageKit.Metadata.Commands.GetIKMetadataCommand", result.TerminatingError?.FullyQualifiedErrorId);
            Assert.StartsWith("Use the path of a new file", result.TerminatingError!.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }

        Assert.Equal("NotAFileSystemPath,ImageKit.Metadata.Commands.GetIKMetadataCommand", session.Shell.Run("$urls | Get-IKMetadata -Checkpoint variable:a").TerminatingError?.FullyQualifiedErrorId);
        Assert.Equal(0, session.Emulator.Statistics.Requests);
        Assert.Equal("url\nhttps://ik.imagekit.io/demo/a.jpg\n", await File.ReadAllTextAsync(session.File("urls.csv")));
    }

    [Fact]
    public async Task A_file_of_another_key_is_refused_and_left_as_it_is()
    {
        await using EmulatedShell session = await EmulatedShell.StartAsync();
        session.GiveUrls(3);
        session.Shell.Run("$urls | Get-IKMetadata -Checkpoint $checkpoint").Succeeded();
        byte[] before = await File.ReadAllBytesAsync(session.Checkpoint);
        session.Connect("private_of_another_account");

        ShellResult result = session.Shell.Run("$urls | Get-IKMetadata -Checkpoint $checkpoint");

        Assert.Equal("CheckpointUnusable,ImageKit.Metadata.Commands.GetIKMetadataCommand", result.TerminatingError?.FullyQualifiedErrorId);
        Assert.Equal(before, await File.ReadAllBytesAsync(session.Checkpoint));
        Assert.Equal(3, session.Emulator.Statistics.Requests);
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
