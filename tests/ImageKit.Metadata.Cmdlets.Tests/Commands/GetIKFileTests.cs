using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Get-IKFile: what it finds, in how many requests, and what can be done with it.</summary>
public sealed class GetIKFileTests : ConnectedShellTests
{
    private const string RoundTrip = "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($files))";

    public static TheoryData<string, Func<SampleAsset, bool>> Filters => new()
    {
        { "Get-IKFile", _ => true },
        { "Get-IKFile /products/shoes", asset => asset.Folder == "/products/shoes" },
        { "Get-IKFile -Path products/shoes/", asset => asset.Folder == "/products/shoes" },
        { "Get-IKFile -Path /products -Recurse", asset => asset.Folder.StartsWith("/products/", StringComparison.Ordinal) },
        { "Get-IKFile -Path /team, /events -Recurse", asset => asset.Folder == "/team" || asset.Folder.StartsWith("/events/", StringComparison.Ordinal) },
        { "Get-IKFile -Path /team, /blog", asset => asset.Folder is "/team" or "/blog" },
        { "Get-IKFile -Path / -Recurse", _ => true },
        { "Get-IKFile -Name 'b*'", asset => asset.Name[0] == 'b' },
        { "Get-IKFile -Name '*.png', 'p*.jpg'", asset => asset.Name.EndsWith(".png", StringComparison.Ordinal) || (asset.Name[0] == 'p' && asset.Name.EndsWith(".jpg", StringComparison.Ordinal)) },
        { "Get-IKFile -Tag sale, people", asset => asset.Tags.Concat(asset.AiTags).Any(tag => tag is "sale" or "people") },
        { "Get-IKFile -FileType Image", asset => !asset.IsVideo },
        { "Get-IKFile -FileType NonImage", asset => asset.IsVideo },
        { "Get-IKFile -Format PNG, jpeg", asset => asset.Format is "png" or "jpg" },
        { "Get-IKFile -CreatedAfter ([datetime]'2023-01-01T00:00:00Z')", asset => asset.CreatedAt >= new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { "Get-IKFile -CreatedBefore ([datetime]'2023-01-01T00:00:00Z')", asset => asset.CreatedAt < new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { "Get-IKFile -LargerThan 2MB -SmallerThan 5MB", asset => asset.Size is > 2097152 and < 5242880 },
        { "Get-IKFile -SearchQuery 'width > 3000 OR format = \"gif\"' -SmallerThan 3MB", asset => ((!asset.IsVideo && asset.Width > 3000) || asset.Format == "gif") && asset.Size < 3145728 },
        { "Get-IKFile -Path /products -Recurse -Format jpg -Tag sale -FileType Image", asset => asset.Folder.StartsWith("/products/", StringComparison.Ordinal) && asset.Format == "jpg" && asset.Tags.Concat(asset.AiTags).Contains("sale") },
    };

    [Theory]
    [InlineData("Get-IKFile", "Listing the media library.")]
    [InlineData("Get-IKFile -Path no-such/", "Listing the folder /no-such.")]
    [InlineData("Get-IKFile -Tag sale", "Searching the media library for tags = \"sale\" AND type = \"file\"")]
    [InlineData("Get-IKFile -Path /blog -LargerThan 5", "Searching the folder /blog for size > 5 AND type = \"file\"")]
    public void Verbose_shows_what_is_requested(string script, string expected)
    {
        ShellResult result = Shell.Run(script + " -Verbose").Succeeded();

        Assert.Contains(expected, result.Verbose);
        Assert.Matches("^[0-9]+ emitted, 1 page, ", result.Verbose[^1]);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_filter_finds_the_files_that_match(string script, Func<SampleAsset, bool> expected)
    {
        IReadOnlyList<MediaFile> files = Shell.Run(script).Succeeded().OutputAs<MediaFile>();

        Assert.Equal(Emulator.Library.Assets.Where(expected).Select(asset => asset.FilePath), files.Select(file => file.FilePath));
        Assert.Equal(1, Emulator.Statistics.Requests);
    }

    [Theory]
    [InlineData("Get-IKFile /products", "The folder '/products' contains 3 folders but no files. Use -Recurse to list the files in them, or -Directory to list the folders.")]
    [InlineData("Get-IKFile /prodcts -Recurse", "The folder '/prodcts' does not exist in the media library; paths are case-sensitive. Did you mean 'products'?")]
    [InlineData("Get-IKFile /Products/Shoes", "The folder '/Products/Shoes' does not exist in the media library; paths are case-sensitive. Get-IKFile -Directory lists the folders.")]
    [InlineData("Get-IKFile products\\shoes", "The folder '/products\\shoes' does not exist in the media library; paths are case-sensitive. A slash separates folders: '/products/shoes'.")]
    [InlineData("Get-IKFile https://ik.imagekit.io/demo/products", "paths are case-sensitive. A path is not a URL; it begins behind the URL endpoint, such as '/products'.")]
    [InlineData("Get-IKFile /products/shoes, /nowhere-at-all -Tag sale", "The folder '/nowhere-at-all' does not exist in the media library; paths are case-sensitive. There are: ")]
    [InlineData("Get-IKFile '/products/*'", "-Path '/products/*' contains a wildcard, and -Path accepts none. For files use Get-IKFile '/products' -Name '*'.")]
    [InlineData("Get-IKFile '*.jpg'", "-Path '/*.jpg' contains a wildcard, and -Path accepts none. For files use Get-IKFile '/' -Name '*.jpg'.")]
    [InlineData("Get-IKFile '/*/shoes'", "-Path '/*/shoes' contains a wildcard, and -Path accepts none. For all folders below use Get-IKFile '/' -Recurse.")]
    [InlineData("$file = Get-IKFile /products/shoes -First 1; Get-IKFile $file.FilePath | Out-Null", "is a file, not a folder. Use Get-IKFile '/products/shoes' -Name '")]
    public void If_a_path_lists_nothing_one_warning_states_what_to_do(string script, string warning) =>
        Assert.Contains(warning, Assert.Single(Shell.Run(script).Succeeded().Warnings), StringComparison.Ordinal);

    [Theory]
    [InlineData("Get-IKFile /products/shoes")]
    [InlineData("Get-IKFile /products -Recurse")]
    [InlineData("Get-IKFile /products -Directory")]
    [InlineData("Get-IKFile /products -First 0")]
    [InlineData("Get-IKFile /products/shoes -Tag no-such-tag")]
    [InlineData("Get-IKFile -Tag no-such-tag")]
    public void A_listing_that_is_complete_as_it_is_has_no_warning(string script) => Assert.Empty(Shell.Run(script).Succeeded().Warnings);

    [Fact]
    public void Folders_come_along_the_pipeline_as_text_and_as_objects()
    {
        string[] expected = [.. Emulator.Library.Assets.Where(asset => asset.Folder is "/team" or "/blog").Select(asset => asset.FilePath)];

        Assert.Equal(expected.Order(), Shell.Run("'/team', '/blog' | Get-IKFile").Succeeded().OutputAs<MediaFile>().Select(file => file.FilePath).Order());
        Assert.Equal(
            expected.Order(),
            Shell.Run("Get-IKFile -Directory | Where-Object FolderPath -in '/team', '/blog' | Get-IKFile").Succeeded().OutputAs<MediaFile>().Select(file => file.FilePath).Order());
        Assert.NotEmpty(Shell.Run("[pscustomobject]@{ Other = 1 } | Get-IKFile").Errors);
    }

    [Fact]
    public void Names_that_would_break_a_search_are_found_as_they_are()
    {
        foreach (SampleAsset asset in Emulator.Library.Assets)
        {
            Shell["name"] = WildcardPattern.Escape(asset.Name);
            Assert.Equal(asset.FileId, Shell.Run("Get-IKFile -Name $name").One<MediaFile>().FileId);
        }
    }

    [Fact]
    public async Task A_library_of_25_300_files_takes_26_requests_and_fewer_where_fewer_do()
    {
        await using ImageKitEmulator large = await ImageKitEmulator.StartAsync(new EmulatorOptions { PrivateKey = Key, LibrarySize = 25_300, RecordRequests = true });
        Shell["large"] = large.BaseUri;
        Shell.Run("Connect-IKAccount -Credential $key -ApiBaseUri $large -SkipVerification").Succeeded();

        Assert.Equal(
            large.Library.Assets.Select(asset => asset.FileId),
            Shell.Run("Get-IKFile | ForEach-Object FileId").Succeeded().OutputAs<string>());
        Assert.Equal(26, large.Statistics.Requests);

        large.Statistics.Reset();
        Assert.Equal(1500, Shell.Run("Get-IKFile -First 1500").Succeeded().Output.Count);
        Assert.Equal(2, large.Statistics.Requests);
        Assert.EndsWith("limit=501&skip=999", large.RequestLog.Snapshot()[^1].RawQuery, StringComparison.Ordinal);

        large.Statistics.Reset();
        Assert.Equal(10, Shell.Run("Get-IKFile -First 10 -Skip 20").Succeeded().Output.Count);
        Assert.Equal(1, large.Statistics.Requests);
        Assert.EndsWith("?limit=10&skip=20", large.RequestLog.Snapshot()[^1].RawQuery, StringComparison.Ordinal);

        // Enough after five: the page that was there and at most two ahead of it, not 26.
        large.Statistics.Reset();
        Assert.Equal(5, Shell.Run("$n = 0; foreach ($once in 1) { Get-IKFile | ForEach-Object { $_; if (++$n -eq 5) { break } } }").Succeeded().Output.Count);
        Assert.InRange(large.Statistics.Requests, 1, 3);
        Eventually.IsTrue(() => large.Statistics.InFlight == 0, "nothing in flight");
        Assert.InRange(large.Statistics.Requests, 1, 3);
    }

    [Fact]
    public void Folders_are_listed_and_lead_to_their_files()
    {
        Assert.Equal(
            Emulator.Library.Folders.Select(folder => folder.FolderPath).Order(),
            Shell.Run("Get-IKFile -Directory").Succeeded().OutputAs<MediaFolder>().Select(folder => folder.FolderPath!).Order());
        Assert.Equal(3, Shell.Run("Get-IKFile /products -Directory").Succeeded().OutputAs<MediaFolder>().Count);
        Assert.Equal("/products/shoes", Shell.Run("Get-IKFile / -Recurse -Directory -Name sh*").One<MediaFolder>().FolderPath);
        Assert.Equal(
            Emulator.Library.Assets.Where(asset => asset.Folder.StartsWith("/products/", StringComparison.Ordinal)).Select(asset => asset.FileId).Order(),
            Shell.Run("$files = Get-IKFile /products -Directory; " + RoundTrip + " | Get-IKFile").Succeeded().OutputAs<MediaFile>().Select(file => file.FileId!).Order());
    }

    [Theory]
    [InlineData("-SortBy Size", "ASC_SIZE")]
    [InlineData("-SortBy Name -Descending", "DESC_NAME")]
    [InlineData("-Descending", "DESC_CREATED")]
    public void The_service_sorts(string order, string parameter)
    {
        Shell.Run("Get-IKFile " + order).Succeeded();

        Assert.Contains("sort=" + parameter, Assert.Single(Emulator.RequestLog.Snapshot()).RawQuery, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_id_returns_details()
    {
        SampleAsset asset = Emulator.Library.Assets.First(item => item.Traits.HasFlag(AssetTraits.HasExif) && item.Breakage == Breakage.None);
        Shell["id"] = asset.FileId;

        MediaFile file = Shell.Run("Get-IKFile -FileId $id").One<MediaFile>();
        Assert.Equal(asset.FilePath, file.FilePath);
        Assert.NotEmpty(file.EmbeddedMetadata);
        Assert.Equal(asset.FilePath, Shell.Run("Get-IKFile -First 200 | Where-Object FileId -eq $id | Get-IKFile").One<MediaFile>().FilePath);

        ShellResult result = Shell.Run("Get-IKFile -FileId nonsense, 0123456789abcdef01234567, $id");
        Assert.Equal(["BadRequest", "NotFound"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("$files")]
    [InlineData(RoundTrip)]
    public void A_file_pipes_into_every_cmdlet_that_takes_it_after_CLIXML_too(string input)
    {
        Shell.Run("$files = Get-IKFile /products/shoes -First 2").Succeeded();
        string[] ids = [.. Shell.Run("$files").OutputAs<MediaFile>().Select(file => file.FileId!)];
        string[] urls = [.. Shell.Run("$files").OutputAs<MediaFile>().Select(file => file.Url!)];

        var metadata = Shell.Run(input + " | Get-IKMetadata").Succeeded().OutputAs<ImageMetadata>();
        Assert.Equal(ids.Zip(urls), metadata.Select(item => (item.FileId!, item.Url!)));
        Assert.Equal(ids.Select(id => $"/v1/files/{id}/metadata").Order(), Emulator.RequestLog.Snapshot().Skip(1).Select(request => request.Path).Order());

        var transformed = Shell.Run(input + " | Get-IKMetadata -Transformation 'w-40'").Succeeded().OutputAs<ImageMetadata>();
        Assert.Equal(urls.Select(url => url + "&tr=w-40"), transformed.Select(item => item.Url));
        Assert.All(transformed, item => Assert.Equal(40, item.Width));

        Assert.Equal(ids, Shell.Run(input + " | Compare-IKTransformation -Transformation 'w-40'").Succeeded().OutputAs<TransformationComparison>().Select(item => item.FileId!));
        Assert.Equal(ids, Shell.Run(input + " | Get-IKFile").Succeeded().OutputAs<MediaFile>().Select(item => item.FileId!));
        Shell.Run("$typed = [ImageKit.Metadata.MediaFile[]]@(" + input + ")").Succeeded();
        MediaFile first = Shell.Run("$typed[0]").One<MediaFile>();
        MediaFile original = Shell.Run("$files[0]").One<MediaFile>();
        Assert.Equal((original.FileId, original.CreatedAt, DateTimeKind.Utc), (first.FileId, first.CreatedAt, first.CreatedAt!.Value.Kind));
        Assert.Equal(original.Tags, first.Tags);
        Assert.Equal(original.VersionInfo!.Name, first.VersionInfo!.Name);
        Assert.Equal(original.CustomMetadata, first.CustomMetadata);
    }

    [Fact]
    public void The_library_leads_to_its_duplicates()
    {
        ShellResult result = Shell.Run("Get-IKFile -FileType Image | Get-IKMetadata -ErrorAction SilentlyContinue | Find-IKDuplicate -MaximumDistance 8 -WarningAction SilentlyContinue");

        string[] expected = [.. Emulator.Library.DuplicateGroups.Select(group => string.Join("|", group.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];
        string[] found =
        [
            .. result.OutputAs<DuplicateGroup>()
                .Select(group => string.Join("|", group.Members.Select(member => Emulator.Library.FindById(member.FileId!)!.Name).Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Videos_and_broken_files_are_reported_one_by_one()
    {
        await using ImageKitEmulator larger = await ImageKitEmulator.StartAsync(new EmulatorOptions { PrivateKey = Key });
        Shell["larger"] = larger.BaseUri;
        Shell.Run("Connect-IKAccount -Credential $key -ApiBaseUri $larger -SkipVerification").Succeeded();

        ShellResult result = Shell.Run("Get-IKFile | Get-IKMetadata");

        SampleAsset[] readable = [.. larger.Library.Assets.Where(asset => asset.Breakage == Breakage.None)];
        Assert.Equal(readable.Select(asset => asset.FileId), result.OutputAs<ImageMetadata>().Select(item => item.FileId));
        Assert.Equal(larger.Library.Assets.Count - readable.Length, result.Errors.Count);
        Assert.NotEmpty(result.Errors);
        Assert.Contains(result.OutputAs<ImageMetadata>(), item => item.VideoCodec is not null && item.PHash is null);
    }

    [Fact]
    public void A_search_that_the_service_refuses_is_an_error_with_its_words()
    {
        ShellResult result = Shell.Run("Get-IKFile -SearchQuery 'color = \"red\"'; 'reached'");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("BadRequest,ImageKit.Metadata.Commands.GetIKFileCommand", error.FullyQualifiedErrorId);
        Assert.Contains("color", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("filters", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["reached"], result.OutputAs<string>());
    }

    [Theory]
    [InlineData("Get-IKFile; 'not reached'")]
    [InlineData("Get-IKFile -FileId 0123456789abcdef01234567; 'not reached'")]
    public void A_wrong_key_ends_it(string script)
    {
        Shell["wrong"] = Credential("private_wrong");
        Shell.Run("Connect-IKAccount $wrong -ApiBaseUri $api -SkipVerification").Succeeded();

        ShellResult result = Shell.Run(script);

        Assert.Equal("AuthenticationFailed,ImageKit.Metadata.Commands.GetIKFileCommand", result.TerminatingError?.FullyQualifiedErrorId);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_stopped_list_leaves_nothing_in_flight()
    {
        Emulator.Latency = TimeSpan.FromMinutes(5);
        using ShellCall call = Shell.Begin("Get-IKFile");
        Eventually.IsTrue(() => Emulator.Statistics.InFlight == 1, "a request in flight");

        Assert.True(call.Stop() < TimeSpan.FromMinutes(1));
        Assert.True(call.Wait().Stopped);
        Eventually.IsTrue(() => Emulator.Statistics.InFlight == 0, "nothing in flight");
    }

    [Fact]
    public void Views_show_what_a_person_looks_for()
    {
        string table = Shell.Print("Get-IKFile /products/shoes -First 3");
        string folders = Shell.Print("Get-IKFile -Directory");

        Assert.Contains("Width Height     Size Type", table, StringComparison.Ordinal);
        Assert.Contains(" /products/shoes/", table, StringComparison.Ordinal);
        Assert.Contains(" /events/2024", folders, StringComparison.Ordinal);
    }
}
