using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Changes;

/// <summary><c>Set-IKFile</c>: description, custom metadata, tags.</summary>
public sealed class SetIKFileTests
{
    [Fact]
    public async Task Descriptions_come_from_rows()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        SampleAsset[] assets = [.. scene.Emulator.Library.Assets.Take(3)];
        await File.WriteAllLinesAsync(scene.File("alt.csv"),
            ["FileId,Description", $"{assets[0].FileId},\"A lamp, \"\"lit\"\" — schön\"", $"{assets[1].FileId},", $"{assets[2].FileId},A chair"]);
        scene.Shell["csv"] = scene.File("alt.csv");

        ShellResult result = scene.Shell.Run("Import-Csv $csv | Set-IKFile -Confirm:$false").Succeeded();

        Assert.Equal("A lamp, \"lit\" — schön", scene.Now(assets[0]).Description);
        Assert.Equal(assets[1].Description, scene.Now(assets[1]).Description);
        Assert.Equal("A chair", scene.Now(assets[2]).Description);
        Assert.Contains("1 input object has no description", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_of_one_file_is_one_request_and_what_is_there_already_is_not_sent()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        SampleAsset asset = scene.Emulator.Library.Assets.First(file => file.CustomMetadata.Count == 0);
        scene.Shell["id"] = asset.FileId;
        const string set = "Set-IKFile -FileId $id -Description 'New' -Tag a, b -CustomMetadata @{ price = 12.5; season = 'spring', 'winter'; inStock = $true; embargo = [datetime]::new(2026, 1, 31, 0, 0, 0, [DateTimeKind]::Utc) } -Confirm:$false -PassThru";

        IReadOnlyList<MediaFileChange> changes = scene.Shell.Run(set).Succeeded().OutputAs<MediaFileChange>();

        Assert.Equal(
            ["CustomMetadata.embargo", "CustomMetadata.inStock", "CustomMetadata.price", "CustomMetadata.season", "Description", "Tags"],
            changes.Select(change => change.Property).Order(StringComparer.Ordinal));
        SampleAsset now = scene.Now(asset);
        Assert.Equal(("New", 12.5, true, "2026-01-31T00:00:00.000Z"), (now.Description, now.CustomMetadata["price"], now.CustomMetadata["inStock"], now.CustomMetadata["embargo"]));
        Assert.Equal(["a", "b"], now.Tags);
        Assert.Equal(1, scene.Emulator.Statistics.Writes.Received);
        Assert.All(scene.Shell.Run(set).Succeeded().OutputAs<MediaFileChange>(), change => Assert.Equal(MediaFileChangeStatus.Unchanged, change.Status));
        Assert.Equal(1, scene.Emulator.Statistics.Writes.Received);
        scene.Shell.Run("Set-IKFile -FileId $id -Description '' -Tag @() -CustomMetadata @{ price = $null; season = $null; inStock = $null; embargo = $null } -Confirm:$false").Succeeded();
        Assert.Equal((0, null, 0), (scene.Now(asset).Tags.Count, scene.Now(asset).Description, scene.Now(asset).CustomMetadata.Count));
    }

    [Fact]
    public async Task A_piped_file_does_not_bring_its_old_description_along()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        SampleAsset asset = scene.Emulator.Library.Assets.First(file => file.Description is not null);
        scene.Shell["id"] = asset.FileId;
        scene.Shell.Run("$file = Get-IKFile -FileId $id; $file | Export-Clixml \"$journal.xml\"").Succeeded();
        await scene.EditAsync(asset, new { description = "Edited meanwhile" });

        scene.Shell.Run("$file | Set-IKFile -Tag x -Confirm:$false").Succeeded();
        scene.Shell.Run("Import-Clixml \"$journal.xml\" | Set-IKFile -Tag y -Confirm:$false").Succeeded();
        scene.Shell.Run("$file | Get-IKMetadata | Set-IKFile -Tag z -Confirm:$false").Succeeded();

        Assert.Equal("Edited meanwhile", scene.Now(asset).Description);
        Assert.Equal(["z"], scene.Now(asset).Tags);
        scene.Shell.Run("$file | Set-IKFile -Description { \"For $($_.Name)\" } -Confirm:$false").Succeeded();
        Assert.Equal($"For {asset.Name}", scene.Now(asset).Description);
    }

    [Theory]
    [InlineData("@{ brnd = 'Kite' }", "brnd", "brand")]
    [InlineData("@{ brand = 'None' }", "brand", "Noord, Kite, Lumen")]
    [InlineData("@{ brand = 5 }", "brand", "Noord, Kite, Lumen")]
    [InlineData("@{ season = 'spring', 'monsoon' }", "season", "spring, summer, autumn, winter")]
    [InlineData("@{ price = '12' }", "price", "a number")]
    [InlineData("@{ price = -1 }", "price", "at least 0")]
    [InlineData("@{ price = 10001 }", "price", "at most 10000")]
    [InlineData("@{ inStock = 'yes' }", "inStock", "$true or $false")]
    [InlineData("@{ embargo = 'soon' }", "embargo", "a date")]
    [InlineData("@{ photographer = 'x' }", "photographer", "at least 2 characters")]
    [InlineData("@{ photographer = [guid]::Empty }", "photographer", "text")]
    [InlineData("@{ rights = $null }", "rights", "required")]
    public async Task Wrong_custom_metadata_is_refused_before_the_first_write(string values, string field, string expected)
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        scene.Shell["id"] = scene.Asset(0).FileId;

        string message = scene.AssertRefused($"Set-IKFile -FileId $id -CustomMetadata {values} -Confirm:$false", "InvalidCustomMetadata").ToString();

        Assert.Contains($"'{field}'", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Equal(0, scene.Emulator.Statistics.Details.Received);
    }

    [Fact]
    public async Task The_same_file_with_different_values_is_an_error()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        scene.Shell["id"] = scene.Asset(0).FileId;

        ShellResult result = scene.Shell.Run("'one', 'two', 'one' | ForEach-Object { [pscustomobject]@{ FileId = $id; Description = $_ } } | Set-IKFile -Confirm:$false");

        Assert.StartsWith("ConflictingChange,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("one", scene.Now(scene.Asset(0)).Description);
    }

    [Fact]
    public async Task Nothing_to_set_is_an_error()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();

        scene.AssertRefused("Set-IKFile -FileId 0123456789abcdef01234567 -Confirm:$false", "NothingToSet");
    }

    [Fact]
    public async Task Tab_completes_the_fields_of_the_account()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        const string complete = "(TabExpansion2 'Set-IKFile -CustomMetadata br' 29).CompletionMatches";

        CompletionResult match = scene.Shell.Run(complete).One<CompletionResult>();
        Assert.Equal(("@{ brand = '' }", "brand"), (match.CompletionText, match.ListItemText));
        Assert.Contains("Noord, Kite, Lumen", match.ToolTip, StringComparison.Ordinal);
    }
}
