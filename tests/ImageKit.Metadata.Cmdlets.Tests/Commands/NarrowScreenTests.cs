using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>The tables on a terminal of 80 columns, of which one is left free.</summary>
public sealed class NarrowScreenTests : ConnectedShellTests
{
    protected override int Width => 80;

    [Theory]
    [InlineData("Get-IKConnection", "Name ApiBaseUri KeySource Verified Connected (local)", 6)]
    [InlineData("Get-IKFile -First 3 | Get-IKMetadata", "Format Width Height Size DateTaken PHash Image", 15)]
    [InlineData("Get-IKFile -First 3", "Created (local) Width Height Size Type File", 22)]
    [InlineData("Get-IKFile -Directory -First 3", "Created (local) FolderId Folder", 37)]
    [InlineData("Compare-IKTransformation \"$u/samples/canon40d.jpg\" 'w-50,f-webp'", "Transformation Format Original Size Saved Distance Image", 17)]
    [InlineData("Get-IKFile | Get-IKMetadata -ErrorAction Ignore | Find-IKDuplicate -WarningAction Ignore", "Count Widest Reclaimable Representative", 50)]
    [InlineData("(Get-IKFile | Get-IKMetadata -ErrorAction Ignore | Find-IKDuplicate -WarningAction Ignore)[0].Members", "Distance Format Width Height Size PHash Image", 22)]
    [InlineData("Measure-IKPHashDistance f06830ca9f1e3e90 e06830ca9f1e3e91", "Distance Similarity Reference Difference", 29)]
    [InlineData("Get-IKFile | Get-IKMetadata -ErrorAction Ignore | Invoke-IKAudit", "Severity RuleName Saving Image Message", 19)]
    [InlineData("Get-IKAuditRule", "Name Severity On Description", 40)]
    [InlineData("(Get-IKAuditRule OversizedFile).Settings", "Name Value Default Description", 27)]
    public void A_table_shows_what_matters(string script, string headers, int widthOfTheLast)
    {
        string[] lines = Lines(script);

        Assert.Equal(headers.Split(' '), lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(lines[1], c => Assert.True(c is '-' or ' ', "A header takes two lines."));
        Assert.InRange(Width - 1 - lines[1].LastIndexOf(" -", StringComparison.Ordinal) - 1, widthOfTheLast, Width);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, Width));
    }

    [Theory]
    [InlineData("Get-IKFile")]
    [InlineData("Get-IKFile | Get-IKMetadata -ErrorAction Ignore")]
    [InlineData("Get-IKFile -Directory")]
    public void No_two_rows_look_the_same(string script)
    {
        string[] rows = Lines(script)[2..];

        Assert.True(rows.Length > 5);
        Assert.Equal(rows.Length, rows.Distinct().Count());
    }

    [Fact]
    public void A_path_is_cut_from_the_left_at_a_slash()
    {
        Shell["image"] = new ImageMetadata { Url = "https://ik.imagekit.io/demo/blog/2024/a-long-folder/post-0184.jpg?updatedAt=1614680684221", Width = 4000, Height = 3000 };

        Assert.EndsWith(" …/post-0184.jpg", Lines("$image")[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_file_is_shown_by_the_end_of_its_path()
    {
        Shell.Run($"Import-Module '{Repository.CompanionManifest}' -ErrorAction Stop").Succeeded();
        Shell["vectors"] = Path.Combine(Repository.Root, "tests", "ImageKit.Metadata.Tests", "PerceptualHashing", "Vectors", "s*.png");

        A_table_shows_what_matters("Get-IKPHash $vectors", "PHash Width Height Format File", 41);
        Shell.Run("$file = Get-IKPHash $vectors | Select-Object -First 1; $file.Path = '/home/me/a folder of photos/2024/new/chair.png'").Succeeded();
        Assert.EndsWith(" 64 png    …/a folder of photos/2024/new/chair.png", Lines("$file")[2], StringComparison.Ordinal);
        Assert.EndsWith(" …/2024/new/chair.png", Lines("[ImageKit.Metadata.DuplicateMember]@{ Path = $file.Path }")[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_shows_when_it_was_made() =>
        Assert.Matches(@"^tests +http\S+ +Connect-IKAccount +False +\d{4}-\d\d-\d\d \d\d:\d\d$", Lines("Get-IKConnection")[2]);

    [Fact]
    public void A_finding_has_as_much_room_for_the_message_as_for_the_image()
    {
        Shell["finding"] = new AuditFinding
        {
            RuleName = "OversizedDimensions",
            Severity = AuditSeverity.Information,
            SavingBytes = 104_000_000,
            Url = Url("events/a.jpg"),
            Message = "15.1 MB: more than 4.8 MB.",
        };

        Assert.Matches(@"^Information OversizedDimensions 99\.2 MB /demo/events/a\.jpg +15\.1 MB: more t\S*…$", Lines("$finding")[2]);
    }

    [Fact]
    public void A_comparison_names_its_image()
    {
        Assert.Matches(
            @"^w-50,f-webp +jpg → webp +7\.6 KB +\S+ [KM]?B +\S+ % +\d+ /demo/samples/\S+…$",
            Lines("Compare-IKTransformation \"$u/samples/canon40d.jpg\" 'w-50,f-webp'")[2]);
    }

    private string[] Lines(string script) => [.. Shell.Print(script).Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
}
