using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.PerceptualHashing;

public sealed class FindIKDuplicateTests(SampleLibraryShell library) : IClassFixture<SampleLibraryShell>
{
    private readonly Shell _shell = library.Shell;

    [Fact]
    public void Finds_exactly_the_planted_groups()
    {
        Assert.Equal(PlantedGroups(), FoundGroups("$images | Find-IKDuplicate"));
    }

    [Fact]
    public void Finds_the_same_groups_after_CLIXML()
    {
        string[] groups = FoundGroups("""
            $copies = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($images, 6))
            $copies | Find-IKDuplicate
            """);

        Assert.Equal(PlantedGroups(), groups);
    }

    [Fact]
    public void Finds_the_same_groups_among_the_rows_of_a_CSV()
    {
        // What Import-Csv gives: every value is text, what was null is empty.
        string[] groups = FoundGroups("""
            $rows = foreach ($image in $images) {
                [pscustomobject]@{
                    Url = $image.Url; PHash = "$($image.PHash)"; Width = "$($image.Width)"; Height = "$($image.Height)"
                    Size = "$($image.Size)"; Format = "$($image.Format)"; Exif = 'ImageKit.Metadata.ExifData'
                }
            }
            $rows | Find-IKDuplicate
            """);

        Assert.Equal(PlantedGroups(), groups);
    }

    [Fact]
    public void Keeps_the_image_with_most_pixels_then_most_bytes_then_the_first_address()
    {
        DuplicateGroup group = _shell.Run("""
            & {
            [pscustomobject]@{ Url = 'https://x/small'; PHash = '33699c96619cc69e'; Width = 10; Height = 10; Size = 999 }
            [pscustomobject]@{ Url = 'https://x/light'; PHash = '33699c96619cc69e'; Width = 20; Height = 10; Size = 100 }
            [pscustomobject]@{ Url = 'https://x/first'; PHash = '33699c96619cc69f'; Width = 10; Height = 20; Size = 300 }
            [pscustomobject]@{ Url = 'https://x/second'; PHash = '33699c96619cc69e'; Width = 20; Height = 10; Size = 300 }
            } | Find-IKDuplicate
            """).One<DuplicateGroup>();

        Assert.Equal(["https://x/first", "https://x/second", "https://x/light", "https://x/small"], group.Members.Select(member => member.Url));
        Assert.Same(group.Members[0], group.Representative);
        Assert.Equal(4, group.Count);
        Assert.Equal(1, group.WidestDistance);
        Assert.Equal([0, 1, 1, 1], group.Members.Select(member => member.Distance));
        Assert.Equal(300 + 100 + 999, group.ReclaimableBytes);
    }

    [Fact]
    public void Writes_the_largest_waste_first()
    {
        IReadOnlyList<DuplicateGroup> groups = _shell.Run("$images | Find-IKDuplicate -WarningAction Ignore").OutputAs<DuplicateGroup>();

        Assert.Equal(groups.OrderByDescending(group => group.ReclaimableBytes).Select(group => group.Representative.Url), groups.Select(group => group.Representative.Url));
    }

    [Fact]
    public void Does_not_treat_an_image_that_came_twice_as_its_own_duplicate()
    {
        Assert.Empty(_shell.Run("$images[0], $images[0] | Find-IKDuplicate").Succeeded().Output);
        Assert.Empty(_shell.Run("$images[0], $images[0] | Find-IKDuplicate -Pair").Succeeded().Output);
    }

    [Fact]
    public void Chains_when_connected_and_does_not_when_complete()
    {
        _shell["chain"] = new[] { "0000000000000001", "0000000000000003", "0000000000000007" };

        DuplicateGroup connected = _shell.Run("$chain | Find-IKDuplicate -MaximumDistance 1").One<DuplicateGroup>();
        DuplicateGroup complete = _shell.Run("$chain | Find-IKDuplicate -MaximumDistance 1 -Linkage Complete").One<DuplicateGroup>();

        Assert.Equal((3, 2), (connected.Count, connected.WidestDistance));
        Assert.Equal((2, 1), (complete.Count, complete.WidestDistance));
    }

    [Fact]
    public void Emits_every_pair_with_Pair()
    {
        _shell["chain"] = new[] { "0000000000000001", "0000000000000003", "0000000000000007", "00000000ffffffff" };

        IReadOnlyList<PHashDistance> pairs = _shell.Run("$chain | Find-IKDuplicate -Pair -MaximumDistance 1").Succeeded().OutputAs<PHashDistance>();

        Assert.Equal(
            [("0000000000000001", "0000000000000003"), ("0000000000000003", "0000000000000007")],
            pairs.Select(pair => (pair.ReferenceHash, pair.DifferenceHash)).Order());
        Assert.All(pairs, pair => Assert.Equal(1, pair.Distance));
    }

    [Fact]
    public void Leaves_flat_images_out_with_one_warning_that_counts_them()
    {
        ShellResult result = _shell.Run("@('0000000000000000') * 3 | Find-IKDuplicate").Succeeded();

        Assert.Empty(result.Output);
        Assert.Contains("3", Assert.Single(result.Warnings), StringComparison.Ordinal);

        ShellResult included = _shell.Run("@('0000000000000000') * 3 | Find-IKDuplicate -IncludeFlat");
        Assert.Equal(3, included.One<DuplicateGroup>().Count);
        Assert.Empty(included.Warnings);
    }

    [Fact]
    public void Leaves_videos_out_with_one_warning()
    {
        ShellResult result = _shell.Run("$images | Where-Object VideoCodec | Find-IKDuplicate").Succeeded();

        Assert.Empty(result.Errors);
        Assert.Single(result.Warnings);
    }

    [Fact]
    public void Reports_text_that_is_not_a_hash_and_continues()
    {
        ShellResult result = _shell.Run("'33699c96619cc69e', 'nonsense', $null, 12, '33699c96619cc69e' | Find-IKDuplicate");

        Assert.Equal(2, Assert.Single(result.OutputAs<DuplicateGroup>()).Count);
        Assert.Equal(3, result.Errors.Count);
        Assert.All(result.Errors, error =>
        {
            Assert.Equal("InvalidPHash,ImageKit.Metadata.Commands.FindIKDuplicateCommand", error.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        });
        Assert.Equal("nonsense", result.Errors[0].TargetObject);
    }

    [Fact]
    public void Warns_once_when_chance_alone_would_give_pairs()
    {
        _shell["hashes"] = Enumerable.Range(1, 20_000).Select(i => new PHash((ulong)i * 0x9E3779B97F4A7C15)).ToArray();

        ShellResult wide = _shell.Run("$hashes | Find-IKDuplicate -MaximumDistance 14");
        ShellResult chosen = _shell.Run("$hashes | Find-IKDuplicate");

        Assert.Single(wide.Warnings);
        Assert.Empty(chosen.Warnings);
    }

    [Fact]
    public void Skips_transformed_images_by_default()
    {
        _shell["rows"] = new[]
        {
            new ImageMetadata { Url = "https://x/a.jpg", PHash = "33699c96619cc69e" },
            new ImageMetadata { Url = "https://x/b.jpg?tr=w-10", Transformation = "w-10", PHash = "33699c96619cc69e" },
        };

        ShellResult skipped = _shell.Run("$rows | Find-IKDuplicate").Succeeded();
        Assert.Empty(skipped.Output);
        Assert.Equal("Skipped 1 image that a transformation made. Use -IncludeTransformed to include them.", Assert.Single(skipped.Warnings));
        Assert.Equal(2, _shell.Run("$rows | Find-IKDuplicate -IncludeTransformed").One<DuplicateGroup>().Count);
    }

    [Fact]
    public void Compares_with_a_reference_and_distinguishes_new_from_existing()
    {
        const string Setup = """
            $existing = [pscustomobject]@{ Url = 'https://x/a.jpg'; FileId = 'id-a'; PHash = '33699c96619cc69e'; Width = 10; Height = 10 }
            $new = [pscustomobject]@{ Path = '/new/a.jpg'; Name = 'a.jpg'; PHash = '33699c96619cc69f'; Width = 20; Height = 10 },
                [pscustomobject]@{ Path = '/new/b.jpg'; Name = 'b.jpg'; PHash = 'cc9663699e633961'; Width = 20; Height = 10 }
            """;
        DuplicateGroup group = _shell.Run(Setup + "; $new | Find-IKDuplicate -ReferenceObject $existing").One<DuplicateGroup>();
        Assert.Equal((2, 1), (group.Count, group.NewCount));
        Assert.Equal(["/new/a.jpg", "https://x/a.jpg"], group.Members.Select(member => member.ToString()));
        Assert.Equal([false, true], group.Members.Select(member => member.IsReference));

        Assert.Equal("/new/b.jpg", _shell.Run("($new | Find-IKDuplicate -ReferenceObject $existing -Unmatched).Path").One<string>());
        PHashDistance pair = _shell.Run("$new | Find-IKDuplicate -ReferenceObject $existing -Pair").One<PHashDistance>();
        Assert.Equal(("https://x/a.jpg", "/new/a.jpg", 1), (pair.ReferenceUrl, pair.DifferenceUrl, pair.Distance));
        Assert.Equal(2, _shell.Run("$new | Find-IKDuplicate -ReferenceObject @() -Unmatched").Succeeded().Output.Count);
        Assert.Equal("https://x/a.jpg", _shell.Run("($new | Find-IKDuplicate -ReferenceObject $existing -Keep Smallest).Representative.Url").One<string>());
        Assert.Equal("https://x/a.jpg", _shell.Run("($new | Find-IKDuplicate -ReferenceObject $existing -Keep { [bool]$_.Url }).Representative.Url").One<string>());
        Assert.Contains("ShortestName", _shell.Run("$new | Find-IKDuplicate -Keep Best").TerminatingError!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_once_where_any_orientation_has_no_effect()
    {
        ShellResult result = _shell.Run("'33699c96619cc69e', '33699c96619cc69f' | Find-IKDuplicate -ReferenceObject '33699c96619cc69e' -AnyOrientation -Unmatched").Succeeded();
        Assert.Equal("-AnyOrientation has no effect on 2 images without the property OrientationHashes. Pipe the output of Get-IKPHash.", Assert.Single(result.Warnings));

        result = _shell.Run("'33699c96619cc69e' | Find-IKDuplicate -AnyOrientation").Succeeded();
        Assert.Equal("-AnyOrientation has no effect without a reference set. Use -ReferenceObject or -ReferencePath.", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Reads_a_reference_from_a_checkpoint_or_from_JSON()
    {
        const string Setup = """
            $folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
            $checkpoint = Join-Path $folder 'library.jsonl'
            $json = Join-Path $folder 'library.json'
            $report = Join-Path $folder 'audit.json'
            $read = @($images | Where-Object PHash | Select-Object -First 5 -ExpandProperty Url | Get-IKMetadata -Checkpoint $checkpoint)
            $read | ConvertTo-Json -Depth 4 | Set-Content $json
            """;
        _shell.Run(Setup).Succeeded();
        try
        {
            foreach (string file in new[] { "$checkpoint", "$json" })
            {
                Assert.Empty(_shell.Run($"$read.PHash | Find-IKDuplicate -ReferencePath {file} -Unmatched -IncludeFlat").Succeeded().Output);

                // The images of the library themselves are no duplicates of their own records.
                Assert.Empty(_shell.Run($"$read | Select-Object -First 1 | Find-IKDuplicate -ReferencePath {file} -Pair -MaximumDistance 0 -IncludeFlat").Succeeded().Output);
            }

            Assert.Equal(
                "CheckpointUnusable,ImageKit.Metadata.Commands.FindIKDuplicateCommand",
                _shell.Run("'not a checkpoint' | Set-Content $report; $read | Find-IKDuplicate -ReferencePath $report").TerminatingError!.FullyQualifiedErrorId);
        }
        finally
        {
            _shell.Run("Remove-Item -Recurse $folder");
        }
    }

    [Fact]
    public void Stops_in_the_middle_of_a_long_search()
    {
        // Two million random hashes within 16 bits take far longer than the test may.
        Random random = new(1);
        PHash[] hashes = new PHash[2_000_000];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = new PHash((ulong)random.NextInt64());
        }

        _shell["hashes"] = hashes;
        using ShellCall call = _shell.Begin("Find-IKDuplicate $hashes -MaximumDistance 16 -Pair -WarningAction Ignore | Out-Null");
        call.WaitForProgress();

        call.Stop();

        Assert.True(call.Wait().Stopped);
    }

    private string[] PlantedGroups() =>
        [.. library.Emulator.Library.DuplicateGroups.Select(names => string.Join(", ", names.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];

    private string[] FoundGroups(string script)
    {
        Dictionary<string, string> names = library.Emulator.Library.Assets.ToDictionary(asset => asset.Url(library.Emulator.UrlEndpoint), asset => asset.Name);
        return [.. _shell.Run(script).Succeeded().OutputAs<DuplicateGroup>()
            .Select(group => string.Join(", ", group.Members.Select(member => names[member.Url!]).Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal)];
    }
}
