using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.PerceptualHashing;

/// <summary>Get-IKPHash as a part of a pipeline; what it does with files is in its Pester file.</summary>
public sealed class GetIKPHashTests : IDisposable
{
    private static readonly string Image = Path.Combine(Repository.Root, "tests", "ImageKit.Metadata.Tests", "PerceptualHashing", "Vectors", "s01-64x64.png");

    private readonly Shell _shell = new();

    public GetIKPHashTests()
    {
        _shell.Run($"Import-Module '{Repository.CompanionManifest}' -ErrorAction Stop").Succeeded();
        _shell["image"] = Image;
    }

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-Unordered")]
    public void A_pipeline_without_an_end_can_be_stopped(string option)
    {
        using ShellCall call = _shell.Begin($"& {{ while ($true) {{ $image }} }} | Get-IKPHash {option}");
        call.WaitForOutput(100);

        Assert.True(call.Stop() < TimeSpan.FromMinutes(1));
        Assert.True(call.Wait().Stopped);
        Assert.Equal("b601a4804bb6b04a", _shell.Run("(Get-IKPHash $image).PHash").One<string>());
    }

    [Fact]
    public void A_downstream_command_that_has_enough_ends_it()
    {
        Assert.Single(_shell.Run("1..1000 | ForEach-Object { $image } | Get-IKPHash | Select-Object -First 1").Succeeded().Output);
    }

    [Fact]
    public void It_warns_of_a_variable_that_runs_ahead()
    {
        ShellResult result = _shell.Run("Get-Item -LiteralPath $image -PipelineVariable file | Get-IKPHash");

        Assert.Contains("Path and Name", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($file))")]
    [InlineData("$file | ConvertTo-Json | ConvertFrom-Json")]
    [InlineData("$file | ConvertTo-Csv | ConvertFrom-Csv")]
    public void Orientation_hashes_survive_a_file_and_match_rotated_copies(string copy)
    {
        _shell.Run("$file = Get-IKPHash $image; $existing = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/demo/a.png'; PHash = $file.OrientationHashes[5] }").Succeeded();

        Assert.Equal(8, _shell.Run("$file.OrientationHashes | Select-Object -Unique").Succeeded().Output.Count);
        PHashDistance pair = _shell.Run($"{copy} | Find-IKDuplicate -ReferenceObject $existing -AnyOrientation -Pair").Succeeded().One<PHashDistance>();
        Assert.Equal((0, Image), (pair.Distance, pair.DifferenceUrl));
        Assert.Empty(_shell.Run($"{copy} | Find-IKDuplicate -ReferenceObject $existing -AnyOrientation -Unmatched").Succeeded().Output);
        Assert.Empty(_shell.Run($"{copy} | Find-IKDuplicate -ReferenceObject $existing -Pair").Succeeded().Output);
    }

    [Fact]
    public void The_output_survives_CLIXML_and_binds_again()
    {
        PSObject pair = Assert.Single(_shell.Run("""
            $local = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-IKPHash $image)))
            $local | Find-IKDuplicate -ReferenceObject ([ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/demo/a.png'; PHash = $local.PHash }) -Pair
            """).Succeeded().Output)!;

        PHashDistance distance = Assert.IsType<PHashDistance>(pair.BaseObject);
        Assert.Equal((0, Image), (distance.Distance, distance.DifferenceUrl));
    }
}
