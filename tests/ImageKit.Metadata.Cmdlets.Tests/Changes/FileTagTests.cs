using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Changes;

/// <summary><c>Add-IKFileTag</c> and <c>Remove-IKFileTag</c>.</summary>
public sealed class FileTagTests
{
    [Theory]
    [InlineData("Add-IKFileTag -Tag x")]
    [InlineData("Remove-IKFileTag -Tag x")]
    [InlineData("Set-IKFile -Description x -Confirm:$false")]
    public async Task Rows_without_a_file_ID_are_one_error_that_names_the_columns(string command)
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();

        ShellResult result = scene.Shell.Run($"'Id;Description', 'a;b', 'c;d' | ConvertFrom-Csv | {command}");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("MissingProperty,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("FileId", error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("NoFileId,", scene.Shell.Run(command).TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(0, scene.Emulator.Statistics.Writes.Received);
    }

    [Fact]
    public async Task Tags_are_added_in_batches_of_fifty_and_removed_again()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();

        Assert.Empty(scene.Shell.Run("Get-IKFile -Recurse | Add-IKFileTag -Tag x, y, x").Succeeded().Output);

        Assert.Equal([50, 50, 50], scene.TagRequests().Select(ids => ids.Length).Order());
        Assert.All(scene.Emulator.Library.Assets, asset => Assert.Equal(["x", "y"], asset.Tags.TakeLast(2)));
        Assert.Equal(0, scene.Emulator.Statistics.Details.Received);
        scene.Shell.Run("Get-IKFile -Recurse | Remove-IKFileTag x, y").Succeeded();
        scene.AssertRestored();
    }

    [Fact]
    public async Task Changes_are_emitted_with_the_values_before_and_after()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        SampleAsset[] assets = [scene.Asset(0), scene.Asset(1)];
        scene.Shell["ids"] = assets.Select(asset => asset.FileId).ToArray();

        IReadOnlyList<MediaFileChange> changes = scene.Shell.Run("Add-IKFileTag -FileId $ids -Tag x -PassThru").Succeeded().OutputAs<MediaFileChange>();

        Assert.Equal(assets.Select(asset => asset.FileId), changes.Select(change => change.FileId));
        Assert.All(changes, change => Assert.Equal(("Tags", MediaFileChangeStatus.Changed), (change.Property, change.Status)));
        Assert.Equal(assets.Select(asset => asset.Tags), changes.Select(change => (IReadOnlyList<string>)(string[])change.Before!));
        Assert.All(changes, change => Assert.Equal([.. (string[])change.Before!, "x"], (string[])change.After!));
        Assert.Equal(MediaFileChangeStatus.Unchanged, scene.Shell.Run("Add-IKFileTag -FileId $ids[0] -Tag x -PassThru").One<MediaFileChange>().Status);
        Assert.Equal(1, scene.Emulator.Statistics.Writes.Received);
    }

    [Theory]
    [InlineData("Get-IKFile -First 3 | Add-IKFileTag x")]
    [InlineData("Get-IKFile -First 3 | Get-IKMetadata | Add-IKFileTag x")]
    [InlineData("Get-IKFile -First 3 | Invoke-IKAudit -IncludeRule MissingDescription -WarningAction Ignore | Add-IKFileTag x")]
    [InlineData("Get-IKFile -First 3 | Select-Object FileId | ConvertTo-Csv | ConvertFrom-Csv | Add-IKFileTag x")]
    public async Task Whatever_has_a_file_ID_can_be_piped(string script)
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();

        scene.Shell.Run(script).Succeeded();

        Assert.Contains(scene.Emulator.Library.Assets.Take(3), asset => asset.Tags.Contains("x"));
        Assert.DoesNotContain(scene.Emulator.Library.Assets.Skip(3), asset => asset.Tags.Contains("x"));
    }

    [Fact]
    public async Task Each_file_that_failed_is_an_error_and_the_others_are_changed()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        SampleAsset failing = scene.Asset(1);
        scene.Emulator.FailingFiles.Add(failing.FileId);
        scene.Shell["ids"] = new[] { scene.Asset(0).FileId, failing.FileId, "0123456789abcdef01234567", "", "a/b" };

        ShellResult result = scene.Shell.Run("Add-IKFileTag -FileId $ids -Tag x");

        Assert.Equal(["BadRequest", "BadRequest", "FileNotChanged", "FileNotChanged"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(failing.FileId, result.Errors[2].TargetObject);
        Assert.Contains("internal error", result.Errors[2].ToString(), StringComparison.Ordinal);
        Assert.Contains("does not exist", result.Errors[3].ToString(), StringComparison.Ordinal);
        Assert.Contains("x", scene.Now(scene.Asset(0)).Tags);
        Assert.DoesNotContain("x", scene.Now(failing).Tags);
    }

    [Fact]
    public async Task Files_that_are_all_unknown_are_an_error_each()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();

        ShellResult result = scene.Shell.Run("Add-IKFileTag -FileId 0123456789abcdef01234567, 0123456789abcdef01234568 -Tag x");

        Assert.All(result.Errors, error => Assert.StartsWith("NotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(["0123456789abcdef01234567", "0123456789abcdef01234568"], result.Errors.Select(error => error.TargetObject));
        scene.AssertRestored();
    }

    [Theory]
    [InlineData("Get-IKFile -Recurse | Add-IKFileTag x -WhatIf")]
    [InlineData("Get-IKFile -Recurse | Select-Object FileId | Remove-IKFileTag sale -WhatIf -Journal $journal")]
    [InlineData("Get-IKFile -Recurse | Set-IKFile -Description new -CustomMetadata @{ brand = 'Kite' } -Tag x -WhatIf")]
    [InlineData("$WhatIfPreference = $true; Get-IKFile -Recurse | Add-IKFileTag x")]
    public async Task WhatIf_sends_no_write_and_shows_the_change_of_each_file(string script)
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();

        ShellResult result = scene.Shell.Run(script).Succeeded();

        scene.AssertNothingWritten();
        Assert.False(File.Exists(scene.Journal));
        SampleAsset tagged = scene.Emulator.Library.Assets.First(asset => asset.Tags.Contains("sale"));
        string change = script.Contains("Set-IKFile", StringComparison.Ordinal) ? "Tags from '.*' to 'x', .*Description from .* to 'new'" : "Tags from .*sale.* to ";
        Assert.Matches($"What if: {tagged.FilePath}: change {change}", result.HostText);
    }

    [Fact]
    public async Task More_files_than_the_maximum_are_refused_before_the_first_write()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();

        ErrorRecord error = scene.AssertRefused("Get-IKFile -Recurse | Add-IKFileTag x -MaximumCount 149 -Journal $journal", "TooManyFiles");
        Assert.Contains("149", error.ToString(), StringComparison.Ordinal);
        scene.Shell.Run("Get-IKFile -Recurse | Add-IKFileTag x -MaximumCount 150").Succeeded();
    }

    [Fact]
    public async Task Tags_that_the_service_would_refuse_are_refused_before_the_first_request()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        scene.Shell["id"] = scene.Asset(0).FileId;
        scene.Emulator.Statistics.Reset();

        Assert.Contains("501 characters", scene.AssertRefused("Add-IKFileTag -FileId $id -Tag ('a' * 250), ('b' * 251)", "InvalidTag").ToString(), StringComparison.Ordinal);
        Assert.Contains("501 characters", scene.AssertRefused("Set-IKFile -FileId $id -Tag ('a' * 501) -Confirm:$false", "InvalidTag").ToString(), StringComparison.Ordinal);
        scene.AssertRefused("Add-IKFileTag -FileId $id -Tag ''", "InvalidTag");
        scene.AssertRefused("Add-IKFileTag -FileId $id -Tag ([string][char]0xD800)", "InvalidTag");
        Assert.Equal(0, scene.Emulator.Statistics.Requests);
        scene.Shell.Run("Add-IKFileTag -FileId $id -Tag ('a' * 250), ('b' * 250)").Succeeded();
    }
}
