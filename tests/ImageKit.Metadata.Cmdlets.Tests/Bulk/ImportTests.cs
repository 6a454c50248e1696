using System.Management.Automation;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>Import-IKMetadata: what a checkpoint file gives back.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private EmulatedShell _session = null!;

    public async Task InitializeAsync() => _session = await EmulatedShell.StartAsync();

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public void It_emits_the_response_of_the_service_field_by_field()
    {
        _session.GiveUrls(40);

        ShellResult live = _session.Shell.Run("$urls | Get-IKMetadata -ThrottleLimit 1 -Checkpoint $checkpoint; \"$endpoint/faults/unknown-fields/a.jpg\" | Get-IKMetadata -Transformation w-100 -Checkpoint $checkpoint").Succeeded();
        ShellResult imported = _session.Shell.Run("Import-IKMetadata $checkpoint").Succeeded();

        Assert.Equal(41, imported.Output.Count);
        Assert.NotEmpty(imported.OutputAs<ImageMetadata>()[^1].AdditionalData);
        Assert.Equal("w-100", imported.OutputAs<ImageMetadata>()[^1].Transformation);

        // The file is in the order of the answers, which need not be that of the questions.
        Assert.Equal(live.Output.Select(AsText).Order(StringComparer.Ordinal), imported.Output.Select(AsText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Failures_are_reported_only_with_the_switch_and_without_a_later_success()
    {
        _session.GiveUrls(10);
        Fault passing = new() { Kind = FaultKind.NotFound, Match = "/3.jpg" };
        _session.Emulator.Faults.Add(passing);
        _session.Emulator.Faults.Add(new Fault { Kind = FaultKind.InternalError, Match = "/7.jpg" });
        _session.Shell.Run("$urls | Get-IKMetadata -MaximumRetryCount 1 -Checkpoint $checkpoint");
        _session.Emulator.Faults.Remove(passing);
        _session.Shell.Run("$urls | Get-IKMetadata -MaximumRetryCount 2 -Checkpoint $checkpoint");

        Assert.Empty(_session.Shell.Run("Import-IKMetadata $checkpoint").Errors);
        ShellResult all = _session.Shell.Run("Import-IKMetadata $checkpoint -IncludeFailure");

        Assert.Equal(9, all.OutputAs<ImageMetadata>().Select(metadata => metadata.Url).Distinct().Count());
        ErrorRecord failure = Assert.Single(all.Errors);
        Assert.Equal("ServerError,ImageKit.Metadata.Commands.ImportIKMetadataCommand", failure.FullyQualifiedErrorId);
        Assert.Equal(_session.Url(7), failure.TargetObject);
        ImageKitException exception = Assert.IsType<ImageKitException>(failure.Exception);
        Assert.Equal((3, 500), (exception.Attempts, (int?)exception.StatusCode));
        Assert.NotNull(exception.RequestId);
    }

    [Fact]
    public void Files_are_found_by_wildcard_by_object_and_put_together()
    {
        for (int i = 0; i < 3; i++)
        {
            _session.Shell["part"] = _session.File($"part[{i}].jsonl");
            _session.Shell["url"] = _session.Url(i);
            _session.Shell.Run("$url | Get-IKMetadata -Checkpoint $part").Succeeded();
        }

        File.WriteAllBytes(_session.File("all.jsonl"), [.. Enumerable.Range(0, 3).SelectMany(i => File.ReadAllBytes(_session.File($"part[{i}].jsonl")))]);
        _session.Shell["folder"] = Path.GetDirectoryName(_session.Checkpoint);
        _session.Shell["one"] = _session.File("part[1].jsonl");

        _session.AssertComplete(3, _session.Shell.Run("Import-IKMetadata \"$folder/part*.jsonl\""));
        _session.AssertComplete(3, _session.Shell.Run("Import-IKMetadata \"$folder/all.jsonl\""));
        foreach (string script in new[]
        {
            "Import-IKMetadata -LiteralPath $one",
            "[pscustomobject]@{ PSPath = \"Microsoft.PowerShell.Core\\FileSystem::$one\" } | Import-IKMetadata",
            "$file = [System.IO.FileInfo]$one; $file.PSObject.Properties.Add([psnoteproperty]::new('PSPath', \"Microsoft.PowerShell.Core\\FileSystem::$one\")); $file | Import-IKMetadata",
        })
        {
            Assert.Equal(_session.Url(1), _session.Shell.Run(script).One<ImageMetadata>().Url);
        }

        ShellResult none = _session.Shell.Run("Import-IKMetadata $one, \"$folder/none.jsonl\"");
        Assert.All(none.Errors, error => Assert.StartsWith("CheckpointUnusable", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.NotEmpty(none.Errors);
    }

    [Fact]
    public void What_comes_out_survives_CLIXML_and_binds_again()
    {
        _session.GiveUrls(1);
        _session.Shell.Run("$urls | Get-IKMetadata -Checkpoint $checkpoint").Succeeded();
        ImageMetadata original = _session.Shell.Run("Import-IKMetadata $checkpoint").One<ImageMetadata>();

        PSObject copy = _session.Shell.Run("$copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Import-IKMetadata $checkpoint))); $copy").Succeeded().Output[0]!;

        Assert.Contains("Deserialized.ImageKit.Metadata.ImageMetadata", copy.TypeNames);
        foreach (string name in new[] { "Url", "Width", "Height", "Size", "Format", "PHash", "HasTransparency", "RetrievedAt" })
        {
            Assert.Equal(typeof(ImageMetadata).GetProperty(name)!.GetValue(original), copy.Properties[name].Value);
        }

        _session.Shell["copy"] = copy;
        Assert.Equal(original.Exif.Image["Make"], _session.Shell.Run("$copy.Exif.Image['Make']").One<string>());
        Assert.Equal(original.Exif.Latitude, _session.Shell.Run("$copy.Exif.Latitude").One<double>());
        Assert.Equal(0, _session.Shell.Run("$copy | Measure-IKPHashDistance $copy.PHash").One<PHashDistance>().Distance);
        Assert.Equal(original.Url, _session.Shell.Run("$copy | Get-IKMetadata -Checkpoint $checkpoint").One<ImageMetadata>().Url);
    }

    private static string AsText(PSObject? item) => PSSerializer.Serialize(item, 8);
}
