using System.Text.Json;
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
        (int exitCode, string output, string error) = await QuickstartProcess.RunAsync("-Command", "'first'; Get-IKMetadata $endpoint/none.jpg");

        Assert.Equal(1, exitCode);
        Assert.Contains("first", output, StringComparison.Ordinal);
        Assert.Contains("Not found (404)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_has_the_whole_shell()
    {
        (int exitCode, string output, string error) = await QuickstartProcess.RunAsync("-Command", "Get-IKFile | Get-IKMetadata -ErrorAction Ignore | Select-Object -First 2 | ConvertTo-Json -Depth 4");

        Assert.True(exitCode == 0, output + error);
        using JsonDocument images = JsonDocument.Parse(output);
        Assert.Equal(2, images.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task The_tour_runs_to_its_end()
    {
        (int exitCode, string output, string error) = await QuickstartProcess.RunAsync();

        Assert.True(exitCode == 0, output + error);
        Assert.Contains("imagekit-audit.html", output, StringComparison.Ordinal);
    }
}
