using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>What can be given to Get-IKMetadata, and in what order it answers.</summary>
public sealed class GetIKMetadataBindingTests : ConnectedShellTests
{
    [Theory]
    [InlineData("Get-IKMetadata \"$u/bulk/1.jpg\"")]
    [InlineData("Get-IKMetadata -Url \"$u/bulk/1.jpg\"")]
    [InlineData("Get-IKMetadata -Uri \"$u/bulk/1.jpg\"")]
    [InlineData("Get-IKMetadata -ImageUrl \"$u/bulk/1.jpg\"")]
    [InlineData("Get-IKMetadata -Href \"$u/bulk/1.jpg\"")]
    [InlineData("\"$u/bulk/1.jpg\" | Get-IKMetadata")]
    [InlineData("[uri]\"$u/bulk/1.jpg\" | Get-IKMetadata")]
    [InlineData("Get-IKMetadata ([uri]\"$u/bulk/1.jpg\")")]
    [InlineData("Get-IKMetadata -Url @([uri]\"$u/bulk/1.jpg\")")]
    [InlineData("[pscustomobject]@{ Url = \"$u/bulk/1.jpg\" } | Get-IKMetadata")]
    [InlineData("[pscustomobject]@{ Uri = \"$u/bulk/1.jpg\" } | Get-IKMetadata")]
    [InlineData("[pscustomobject]@{ ImageUrl = \"$u/bulk/1.jpg\" } | Get-IKMetadata")]
    [InlineData("[pscustomobject]@{ Href = \"$u/bulk/1.jpg\" } | Get-IKMetadata")]
    [InlineData("[pscustomobject]@{ Url = [uri]\"$u/bulk/1.jpg\" } | Get-IKMetadata")]
    [InlineData("[pscustomobject]@{ Sku = '7'; Url = \"$u/bulk/1.jpg\"; Note = 'x' } | Get-IKMetadata")]
    public void A_url_is_taken_however_it_comes(string script)
    {
        ImageMetadata metadata = Shell.Run(script).One<ImageMetadata>();

        Assert.Equal(Url("bulk/1.jpg"), metadata.Url);
        Assert.Null(metadata.FileId);
        Assert.Equal(1, Emulator.Statistics.Requests);
    }

    [Theory]
    [InlineData("Get-IKMetadata \"$u/bulk/1.jpg`r`n$u/bulk/2.jpg`n`n$u/bulk/3.jpg`n\"")]
    [InlineData("\"$u/bulk/1.jpg`n$u/bulk/2.jpg`n$u/bulk/3.jpg\" | Get-IKMetadata")]
    [InlineData("\"$u/bulk/1.jpg, $u/bulk/2.jpg $u/bulk/3.jpg\" | Get-IKMetadata")]
    [InlineData("Get-IKMetadata \"$u/bulk/1.jpg\", \"$u/bulk/2.jpg`n$u/bulk/3.jpg\"")]
    [InlineData("\"$u/bulk/1.jpg;$u/bulk/2.jpg,$u/bulk/3.jpg\" | Get-IKMetadata")]
    public void A_list_pasted_as_one_text_is_split(string script) => Assert.Equal(
        Enumerable.Range(1, 3).Select(number => Url($"bulk/{number}.jpg")),
        Shell.Run(script).Succeeded().OutputAs<ImageMetadata>().Select(metadata => metadata.Url));

    [Fact]
    public void An_age_without_a_checkpoint_is_a_warning()
    {
        ShellResult result = Shell.Run("Get-IKMetadata \"$u/bulk/1.jpg\" -MaximumAge 1.00:00:00");

        Assert.Single(result.Output);
        Assert.Equal("-MaximumAge has no effect without -Checkpoint: all metadata is requested.", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData("7", "For 7 days use 7.00:00:00.")]
    [InlineData("(-1 * [timespan]'1:00')", "negative")]
    public void An_age_that_cannot_be_meant_is_refused(string age, string message)
    {
        ErrorRecord? error = Shell.Run($"Get-IKMetadata \"$u/bulk/1.jpg\" -MaximumAge {age}").TerminatingError;

        Assert.StartsWith("ParameterArgumentValidationError", error?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(message, error!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Emulator.Statistics.Requests);
    }

    [Theory]
    [InlineData("Get-IKMetadata", "Address, Note")]
    [InlineData("Compare-IKTransformation -Transformation w-100", "Address, Note")]
    [InlineData("Invoke-IKAudit", "Address, Note")]
    [InlineData("Find-IKDuplicate", "Address, Note")]
    [InlineData("Measure-IKPHashDistance f06830ca9f1e3e90", "Address, Note")]
    public void Input_with_the_wrong_columns_is_one_error_that_names_those_there_are(string command, string columns)
    {
        ShellResult result = Shell.Run($"1..20 | ForEach-Object {{ [pscustomobject]@{{ Address = \"$u/bulk/$_.jpg\"; Note = 'x' }} }} | {command}");

        System.Management.Automation.ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("MissingProperty,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"Its properties are: {columns}.", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(0, Emulator.Statistics.Requests);
    }

    [Theory]
    [InlineData("Get-IKMetadata")]
    [InlineData("Invoke-IKAudit")]
    [InlineData("Find-IKDuplicate")]
    public void A_single_column_with_a_semicolon_means_another_delimiter(string command) => Assert.Contains(
        "Import-Csv -Delimiter ';'",
        Assert.Single(Shell.Run($"'Name;Url', \"a;$u/bulk/1.jpg\", \"b;$u/bulk/2.jpg\" | ConvertFrom-Csv | {command}").Errors).ToString(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[pscustomobject]@{ Address = \"$u/bulk/1.jpg\" } | Get-IKMetadata -Url { $_.Address }")]
    [InlineData("@{ Url = \"$u/bulk/1.jpg\" } | Get-IKMetadata")]
    public void A_script_block_or_a_hashtable_supplies_the_url(string script) =>
        Assert.Equal(Url("bulk/1.jpg"), Shell.Run(script).One<ImageMetadata>().Url);

    [Theory]
    [InlineData("Get-IKFile -First 2 -PipelineVariable file | Get-IKMetadata | ForEach-Object { $file.Name }", "file")]
    [InlineData("1..2 | ForEach-Object -pv n { \"$u/bulk/$_.jpg\" } |\n  Get-IKMetadata", "n")]
    [InlineData("Get-IKFile -First 2 -PipelineVar:'x' | Compare-IKTransformation -Transformation w-100", "x")]
    public void A_pipeline_variable_before_a_command_that_reads_ahead_is_warned_of_once(string script, string variable) =>
        Assert.Contains($"the variable '{variable}' of -PipelineVariable", Assert.Single(Shell.Run(script).Succeeded().Warnings), StringComparison.Ordinal);

    [Theory]
    [InlineData("Get-IKFile -First 2 | Get-IKMetadata -PipelineVariable image | ForEach-Object { $image.Url }")]
    [InlineData("1..2 | ForEach-Object -pv n { $_ } | Out-Null; \"$u/bulk/1.jpg\" | Get-IKMetadata")]
    public void A_pipeline_variable_elsewhere_is_not(string script) => Assert.Empty(Shell.Run(script).Succeeded().Warnings);

    [Theory]
    [InlineData("[uri]\"$u/bulk/a%20b%2Fc.jpg?x=1&y=%26\" | Get-IKMetadata")]
    [InlineData("@([uri]\"$u/bulk/a%20b%2Fc.jpg?x=1&y=%26\") | Get-IKMetadata")]
    [InlineData("Get-IKMetadata -Url ([uri]\"$u/bulk/a%20b%2Fc.jpg?x=1&y=%26\"), ([uri]\"$u/bulk/a%20b%2Fc.jpg?x=1&y=%26\")")]
    [InlineData("[pscustomobject]@{ Url = [uri]\"$u/bulk/a%20b%2Fc.jpg?x=1&y=%26\" } | Get-IKMetadata")]
    public void A_uri_object_is_taken_by_the_text_it_was_made_from(string script)
    {
        Shell.Run(script).Succeeded();

        Assert.All(Emulator.RequestLog.Snapshot(), request => Assert.Equal(Url("bulk/a%20b%2Fc.jpg?x=1&y=%26"), request.Url));
    }

    [Theory]
    [InlineData("Get-IKMetadata -FileId '{0}'")]
    [InlineData("[pscustomobject]@{{ FileId = '{0}' }} | Get-IKMetadata")]
    [InlineData("[pscustomobject]@{{ FileId = '{0}'; Name = 'n' }} | Get-IKMetadata")]
    [InlineData("[ImageKit.Metadata.ImageMetadata]@{{ FileId = '{0}' }} | Get-IKMetadata")]
    public void A_file_id_alone_is_requested(string script)
    {
        string id = GoodAsset().FileId;

        ImageMetadata metadata = Shell.Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, script, id)).One<ImageMetadata>();

        Assert.Equal((null, id), (metadata.Url, metadata.FileId));
        Assert.Equal($"/v1/files/{id}/metadata", Assert.Single(Emulator.RequestLog.Snapshot()).Path);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Url = \"$u/bulk/1.jpg\"; FileId = $id } | Get-IKMetadata")]
    [InlineData("[ImageKit.Metadata.ImageMetadata]@{ Url = \"$u/bulk/1.jpg\"; FileId = $id } | Get-IKMetadata")]
    [InlineData("Get-IKMetadata -Url \"$u/bulk/1.jpg\" -FileId $id")]
    public void Of_url_and_file_id_the_id_is_requested_and_the_url_emitted(string script)
    {
        string id = GoodAsset().FileId;
        Shell["id"] = id;

        ImageMetadata metadata = Shell.Run(script).One<ImageMetadata>();

        Assert.Equal((Url("bulk/1.jpg"), id), (metadata.Url, metadata.FileId));
        Assert.Equal($"/v1/files/{id}/metadata", Assert.Single(Emulator.RequestLog.Snapshot()).Path);
    }

    [Theory]
    [InlineData("Get-IKMetadata -Url \"$u/bulk/1.jpg\" -FileId 'id-1' -Transformation 'w-100'", "bulk/1.jpg?tr=w-100")]
    [InlineData("[pscustomobject]@{ Url = \"$u/bulk/1.jpg?tr=w-100\"; FileId = 'id-1' } | Get-IKMetadata", "bulk/1.jpg?tr=w-100")]
    [InlineData("[pscustomobject]@{ Url = \"$u/tr:w-100/bulk/1.jpg\"; FileId = 'id-1' } | Get-IKMetadata", "tr:w-100/bulk/1.jpg")]
    [InlineData("[pscustomobject]@{ Url = \"$u/bulk/1.jpg?ik-obj-version=v1\"; FileId = 'id-1' } | Get-IKMetadata", "bulk/1.jpg?ik-obj-version=v1")]
    public void A_url_that_is_not_of_the_file_itself_is_requested_and_the_id_emitted(string script, string url)
    {
        ImageMetadata metadata = Shell.Run(script).One<ImageMetadata>();

        Assert.Equal((Url(url), "id-1"), (metadata.Url, metadata.FileId));
        Assert.Equal("/v1/metadata", Assert.Single(Emulator.RequestLog.Snapshot()).Path);
    }

    [Fact]
    public void Results_come_in_the_order_of_the_input_from_arrays_and_pipelines_alike()
    {
        Emulator.Faults.Add(new Fault { Kind = FaultKind.InternalError, Every = 5, FirstAttempts = 1 });
        string[] expected = [.. Enumerable.Range(0, 60).Select(i => Url($"bulk/{i}.jpg"))];

        Assert.Equal(expected, Shell.Run("Get-IKMetadata @(0..59 | ForEach-Object { \"$u/bulk/$_.jpg\" })").Succeeded().OutputAs<ImageMetadata>().Select(item => item.Url));
        Assert.Equal(expected, Shell.Run("0..59 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata").Succeeded().OutputAs<ImageMetadata>().Select(item => item.Url));
    }

    [Fact]
    public void Unordered_results_come_as_they_come_and_all_of_them()
    {
        Emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders, Match = "/0.jpg", FirstAttempts = 1 });

        var results = Shell.Run("0..59 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -Unordered -TimeoutSec 2").Succeeded().OutputAs<ImageMetadata>();

        Assert.Equal(60, results.Select(item => item.Url).Distinct().Count());
        Assert.NotEqual(Url("bulk/0.jpg"), results[0].Url);
    }

    [Fact]
    public void Each_transformation_is_one_request_and_one_output()
    {
        var results = Shell.Run("\"$u/bulk/1.jpg?updatedAt=1\", \"$u/tr:w-900/bulk/2.jpg\" | Get-IKMetadata -Transformation 'w-100', 'tr:w-50,h-20'").Succeeded().OutputAs<ImageMetadata>();

        Assert.Equal(
            [
                (Url("bulk/1.jpg?updatedAt=1&tr=w-100"), "w-100"),
                (Url("bulk/1.jpg?updatedAt=1&tr=w-50,h-20"), "w-50,h-20"),
                (Url("tr:w-900:w-100/bulk/2.jpg"), "w-900:w-100"),
                (Url("tr:w-900:w-50,h-20/bulk/2.jpg"), "w-900:w-50,h-20"),
            ],
            results.Select(item => (item.Url!, item.Transformation!)));
        Assert.Equal([100L, 50L, 100L, 50L], results.Select(item => item.Width!.Value));
    }

    [Theory]
    [InlineData("$again = $before")]
    [InlineData("$again = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($before))")]
    public void Metadata_binds_to_Get_IKMetadata_again_after_CLIXML_too(string roundTrip)
    {
        Shell.Run("$before = Get-IKMetadata \"$u/samples/canon40d.jpg\"; " + roundTrip).Succeeded();

        ImageMetadata metadata = Shell.Run("$again | Get-IKMetadata").One<ImageMetadata>();

        Assert.Equal(Url("samples/canon40d.jpg"), metadata.Url);
    }

    [Fact]
    public void CLIXML_keeps_every_value_and_every_tag()
    {
        Shell.Run("""
            $before = Get-IKMetadata "$u/samples/canon40d.jpg"
            $after = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($before))
            """).Succeeded();

        Assert.Equal("Deserialized.ImageKit.Metadata.ImageMetadata", Shell.Run("$after.psobject.TypeNames[0]").One<string>());
        foreach (string property in typeof(ImageMetadata).GetProperties().Select(property => property.Name).Where(name => name is not ("Exif" or "AdditionalData")))
        {
            Assert.True(Shell.Run($"$null -eq $before.{property} -and $null -eq $after.{property} -or $after.{property} -ceq $before.{property}").One<bool>(), property);
        }

        Assert.Equal(48, Shell.Run("""
            foreach ($part in 'Image', 'Thumbnail', 'Exif', 'Gps', 'Interoperability', 'MakerNote') {
                foreach ($tag in $before.Exif.$part.Keys) {
                    $same = "$($after.Exif.$part[$tag])" -ceq "$($before.Exif.$part[$tag])" -and $null -ne $after.Exif.$part[$tag]
                    if (-not $same) { throw "$part $tag" }
                    1
                }
            }
            """).Succeeded().Output.Count);
        Assert.Equal([2L, 2L, 0L, 0L], Shell.Run("$after.Exif.Gps['GPSVersionID']").Succeeded().OutputAs<long>());
        Assert.Equal(new DateTime(2008, 5, 30, 15, 56, 1, DateTimeKind.Unspecified), Shell.Run("$after.Exif.DateTaken").One<DateTime>());
        Assert.Equal("Canon EOS 40D", Shell.Run("([ImageKit.Metadata.ImageMetadata]$after).Exif.Image['model']").One<string>());
    }

    [Fact]
    public void Without_input_there_is_no_output()
    {
        Assert.Empty(Shell.Run("@() | Get-IKMetadata").Succeeded().Output);
        Assert.Empty(Shell.Run("Get-IKMetadata -Url @()").Succeeded().Output);
        Assert.Equal(0, Emulator.Statistics.Requests);
    }

    [Fact]
    public void The_sample_has_every_value_of_the_recorded_response()
    {
        ImageMetadata metadata = Shell.Run("Get-IKMetadata \"$u/samples/canon40d.jpg\"").One<ImageMetadata>();

        Assert.Equal((68L, 100L, 7749L, "jpg", "f06830ca9f1e3e90"), (metadata.Height, metadata.Width, metadata.Size, metadata.Format, metadata.PHash));
        Assert.Equal((11, 6, 28, 1, 2, 0), (metadata.Exif.Image.Count, metadata.Exif.Thumbnail.Count, metadata.Exif.Exif.Count, metadata.Exif.Gps.Count, metadata.Exif.Interoperability.Count, metadata.Exif.MakerNote.Count));
    }

    private SampleAsset GoodAsset() => Emulator.Library.Assets.First(asset => asset.Breakage == Breakage.None);
}
