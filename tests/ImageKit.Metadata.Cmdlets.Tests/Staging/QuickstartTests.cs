using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Staging;

/// <summary>The staged module as a user's machine imports it: in a process that does not reference it.</summary>
public sealed class QuickstartTests
{
    [Fact]
    public async Task A_line_runs_against_the_staged_module()
    {
        (int exitCode, string output, string error) = await QuickstartProcess.RunAsync("-Command", "Get-IKMetadata $endpoint/samples/canon40d.jpg | Format-List; (Get-Module ImageKit.Metadata).Path; [ImageKit.Metadata.ImageMetadata].Assembly.Location");

        Assert.True(exitCode == 0, output + error);
        Assert.Contains("Canon EOS 40D", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Repository.ModuleDirectory, "ImageKit.Metadata.psm1"), output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Repository.ModuleDirectory, "bin", "net8.0", "ImageKit.Metadata.dll"), output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task A_line_that_fails_fails_the_process()
    {
        (int exitCode, string output, _) = await QuickstartProcess.RunAsync("-Command", "Get-IKMetadata $endpoint/none.jpg; 'went on'");

        Assert.Equal(1, exitCode);
        Assert.Contains("Not found (404)", output, StringComparison.Ordinal);
        Assert.Contains("went on", output, StringComparison.Ordinal);
    }
}
