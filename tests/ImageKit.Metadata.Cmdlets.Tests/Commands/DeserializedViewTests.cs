using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>What comes back from CLIXML, a job or a remote session is shown like the live object.</summary>
public sealed class DeserializedViewTests : ConnectedShellTests
{
    private static readonly char[] Separators = [' ', ',', ':', '\r', '\n'];

    /// <summary>Wide enough for nothing to be cut: what is left of a dictionary has no order, and another part would be cut off.</summary>
    protected override int Width => 600;

    [Theory]
    [InlineData("\"$u/samples/canon40d.jpg\", \"$u/samples/iphone-gps.jpg\", \"$u/samples/video.mp4\", \"$u/samples/canon40d.jpg?tr=w-50\" | Get-IKMetadata")]
    [InlineData("(\"$u/samples/canon40d.jpg\", \"$u/samples/iphone-gps.jpg\" | Get-IKMetadata).Exif")]
    [InlineData("Get-IKFile")]
    [InlineData("Get-IKFile -Directory")]
    [InlineData("Get-IKConnection")]
    [InlineData("Compare-IKTransformation \"$u/samples/canon40d.jpg\" 'w-50,f-webp', q-30")]
    [InlineData("(Compare-IKTransformation \"$u/samples/canon40d.jpg\" 'w-50,f-webp' -Summary)[-1]")]
    [InlineData("Get-IKFile | Get-IKMetadata -ErrorAction Ignore | Find-IKDuplicate -WarningAction Ignore")]
    [InlineData("(Get-IKFile | Get-IKMetadata -ErrorAction Ignore | Find-IKDuplicate -WarningAction Ignore)[0].Members")]
    [InlineData("Get-IKFile | Get-IKMetadata -ErrorAction Ignore | Find-IKDuplicate -Pair -WarningAction Ignore")]
    [InlineData("Get-IKFile | Get-IKMetadata -ErrorAction Ignore | Invoke-IKAudit")]
    [InlineData("Get-IKAuditRule")]
    [InlineData("(Get-IKAuditRule OversizedFile, PersonalData, NearDuplicate).Settings")]
    public void Nothing_is_missing(string script)
    {
        Shell.Run($$"""
            $live = @({{script}})
            $back = @(foreach ($item in $live) { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($item)) })
            """).Succeeded();

        Assert.NotEmpty(Words("$live"));
        Assert.Equal(Words("$live"), Words("$back"));
        Assert.Equal(Words("$live | Format-List"), Words("$back | Format-List"));
    }

    [Fact]
    public void Lists_and_tables_within_a_part_are_shown()
    {
        Shell["live"] = new MediaFile
        {
            FilePath = "/a.jpg",
            EmbeddedMetadata = new PropertyBag { ["Sizes"] = new object?[] { 1L, 2.5, "x" }, ["Rights"] = new PropertyBag { ["Owner"] = "Anna", ["Years"] = new object?[] { 2023L, 2024L } } },
        };
        Shell.Run("$back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($live))").Succeeded();

        Assert.Contains("{Owner", Words("$live | Format-List"));
        Assert.Contains("2.5", Words("$live | Format-List"));
        Assert.Equal(Characters("$live | Format-List"), Characters("$back | Format-List"));
    }

    [Fact]
    public void A_part_alone_keeps_its_lists()
    {
        Shell.Run("""
            function ThroughClixml($item) { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($item)) }
            $exif = ThroughClixml (Get-IKMetadata "$u/samples/canon40d.jpg").Exif
            $setting = ThroughClixml (Get-IKAuditRule PersonalData).Settings[0]
            """).Succeeded();

        Assert.Contains("GPSVersionID: 2, 2, 0, 0", Shell.Print("$exif | Format-List"), StringComparison.Ordinal);
        Assert.Contains(" Artist, Cam", Shell.Print("$setting"), StringComparison.Ordinal);
    }

    private string[] Words(string script) => [.. Shell.Print(script).Split(Separators, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private string Characters(string script) => string.Concat(Shell.Print(script).Where(c => !char.IsWhiteSpace(c)).Order());
}
