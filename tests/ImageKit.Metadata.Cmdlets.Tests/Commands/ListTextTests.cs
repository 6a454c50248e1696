using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Lists are text in a CSV file, and lists everywhere else.</summary>
public sealed class ListTextTests : ConnectedShellTests
{
    [Fact]
    public void No_column_of_metadata_and_findings_is_the_name_of_a_type()
    {
        string csv = string.Join("\n", Shell.Run("""
            $metadata = Get-IKFile | Get-IKMetadata -ErrorAction Ignore
            $metadata | ConvertTo-Csv
            $metadata | Invoke-IKAudit -WarningAction Ignore | ConvertTo-Csv
            """).Succeeded().OutputAs<string>());

        Assert.DoesNotContain("[]", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("System.Collections", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("ImageKit.Metadata.", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_go_through_a_csv_file()
    {
        Shell.Run("$file = Get-IKFile | Where-Object { $_.Tags.Length -gt 1 } | Select-Object -First 1").Succeeded();
        string[] tags = [.. Shell.Run("$file.Tags").Succeeded().OutputAs<string>()];

        Assert.True(tags.Length > 1);
        Assert.Equal(string.Join(", ", tags), Shell.Run("($file | ConvertTo-Csv | ConvertFrom-Csv).Tags").One<string>());
        Assert.Equal(tags, Shell.Run("($file | ConvertTo-Csv | ConvertFrom-Csv | Get-IKMetadata).Tags").Succeeded().OutputAs<string>());
        Assert.Empty(Shell.Run("$file | ConvertTo-Csv | ConvertFrom-Csv | Invoke-IKAudit -IncludeRule Untagged").Succeeded().Output);
    }

    [Theory]
    [InlineData("($file | ConvertTo-Json -Depth 5 | ConvertFrom-Json).Tags")]
    [InlineData("([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($file))).Tags")]
    [InlineData("([ImageKit.Metadata.MediaFile]([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($file)))).Tags")]
    [InlineData("[string[]] $file.Tags")]
    public void Tags_stay_a_list_elsewhere(string script)
    {
        Shell["file"] = new MediaFile { Tags = new[] { "sale", "summer shoes" } };

        Assert.Equal(["sale", "summer shoes"], Shell.Run(script).Succeeded().OutputAs<string>());
    }

    [Fact]
    public void A_list_in_a_csv_file_is_not_cut_and_has_no_escape_sequences()
    {
        string longTag = new('x', 5_000);
        Shell["file"] = new MediaFile { Tags = new[] { longTag, "a\u001b[31m" } };

        string text = Shell.Run("($file | ConvertTo-Csv | ConvertFrom-Csv).Tags").One<string>();

        Assert.StartsWith(longTag + ", a", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }
}
