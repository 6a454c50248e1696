using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Tests.Auditing;

/// <summary>What the listing answers without a request for each file, and what it does not.</summary>
public sealed class ListingAuditTests
{
    private static readonly string[] Common = ["OversizedDimensions", "OversizedFile", "HeavyForItsSize", "OpaquePng", "LegacyFormat", "VideoBitRate"];

    [Fact]
    public async Task Findings_of_the_listing_are_those_of_the_metadata()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 400 });
        Auditor fromListing = new();
        Auditor fromMetadata = new();
        SortedSet<string> listed = [];
        SortedSet<string> read = [];
        foreach (SampleAsset asset in emulator.Library.Assets.Where(asset => asset.Breakage == Breakage.None))
        {
            ImageMetadata image = ImageMetadataParser.Read(asset.Content.ToJson());
            image.Url = asset.Name;
            MediaFile file = new()
            {
                Url = asset.Name,
                Name = asset.Name,
                FileType = asset.IsVideo ? "non-image" : "image",
                Mime = MimeOf(asset),
                Width = image.Width,
                Height = image.Height,
                Size = image.Size,
                HasAlpha = image.HasTransparency,
                BitRate = image.BitRate,
                Duration = image.Duration,
                VideoCodec = image.VideoCodec,
            };
            listed.UnionWith(fromListing.Check(file).Select(ToText));
            read.UnionWith(fromMetadata.Check(image).Where(finding => Common.Contains(finding.RuleName)).Select(ToText));
        }

        listed.UnionWith(fromListing.Check(new MediaFile { Url = "v", Mime = "video/mp4", Width = 1920, Height = 1080, BitRate = 9_000_000, Size = 1, Duration = 8 }).Select(ToText));
        read.UnionWith(fromMetadata.Check(new ImageMetadata { Url = "v", VideoCodec = "h264", Width = 1920, Height = 1080, BitRate = 9_000_000, Size = 1, Duration = 8 }).Select(ToText));
        Assert.Equal(read, listed);
        Assert.Equal(Common.Order(), read.Select(text => text.Split(' ')[0]).Distinct().Order());

        AuditResult result = fromListing.Result;
        Assert.False(result.IsComplete);
        Assert.True(fromMetadata.Result.IsComplete);
        foreach (AuditRuleResult rule in result.Rules.Where(rule => rule.Rule.IsEnabled))
        {
            Assert.Equal(Common.Contains(rule.Rule.Name), rule.NotInInputCount == 0);
        }

        Assert.Equal("EXIF", result.Rules.Single(rule => rule.Rule.Name == "GpsLocation").Missing);
        Assert.Equal((0, emulator.Library.Assets.Count(asset => asset.Breakage == Breakage.None) + 1), (result.ImageCount, result.FileCount));
    }

    [Fact]
    public void Rules_of_the_library_run_if_they_are_included_and_count_what_metadata_does_not_report()
    {
        AuditSettings settings = new() { IncludeRules = ["MissingDescription", "Untagged", "Unpublished"] };
        MediaFile bare = new() { Url = "u", FileType = "image", IsPublished = false };
        Assert.Equal(["MissingDescription", "Untagged", "Unpublished"], new Auditor(settings).Check(bare).Select(finding => finding.RuleName));

        MediaFile whole = new() { Url = "u", FileType = "image", IsPublished = true, Description = "A red shoe", Tags = ["shoe"] };
        Assert.Empty(new Auditor(settings).Check(whole));

        Auditor auditor = new(settings);
        Assert.Empty(auditor.Check(new ImageMetadata { Url = "u" }));
        Assert.All(auditor.Result.Rules.Where(rule => rule.Rule.IsEnabled), rule => Assert.Equal(1, rule.NotInInputCount));
        Assert.Equal(["MissingDescription", "Untagged"], auditor.Check(new ImageMetadata { Url = "u", FilePath = "/u" }).Select(finding => finding.RuleName));
    }

    [Fact]
    public void A_stylesheet_is_not_an_image()
    {
        Auditor auditor = new(new AuditSettings { IncludeRules = ["*"] });
        MediaFile file = new() { Url = "u", FileType = "non-image", Mime = "text/css", Name = "site.css", Size = 9_000_000, IsPublished = true, Tags = ["a"] };
        Assert.Empty(auditor.Check(file));
        Assert.Empty(auditor.Result.Rules.Where(rule => rule.Rule.IsEnabled && rule.NotCheckedCount > 0 && rule.Rule.Name is not ("Unreachable" or "Unreadable")).Select(rule => rule.ToString()));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("red", false)]
    public void A_required_field_needs_a_value(string? value, bool isFinding)
    {
        AuditSettings settings = With("MissingCustomMetadata", "color");
        MediaFile file = new() { Url = "u", CustomMetadata = { ["Color"] = value, ["other"] = 1L } };
        Assert.Equal(isFinding ? 1 : 0, new Auditor(settings).Check(file).Count(finding => finding.RuleName == "MissingCustomMetadata"));
        file.CustomMetadata.Remove("Color");
        AuditFinding finding = new Auditor(settings).Check(file).Single(finding => finding.RuleName == "MissingCustomMetadata");
        Assert.Equal("The custom metadata has no value for color.", finding.Message);
    }

    [Theory]
    [InlineData("2020-01-31", "2020-01-31")]
    [InlineData("2020-01-31T10:00:00.000Z", "2020-01-31")]
    [InlineData("soon", "soon")]
    [InlineData("2999-01-01", null)]
    [InlineData(null, null)]
    public void A_date_that_has_passed_is_found(string? value, string? expected)
    {
        MediaFile file = new() { Url = "u", CustomMetadata = { ["licenseEnd"] = value } };
        AuditFinding? finding = new Auditor(With("ExpiredDate", "licenseEnd")).Check(file).SingleOrDefault(finding => finding.RuleName == "ExpiredDate");
        Assert.Equal(expected, finding?.Evidence["licenseEnd"]);
    }

    [Fact]
    public void Today_has_not_passed()
    {
        MediaFile file = new() { Url = "u", CustomMetadata = { ["end"] = DateTime.UtcNow.Date.AddDays(1).ToString("yyyy-MM-dd", null) } };
        Assert.DoesNotContain(new Auditor(With("ExpiredDate", "end")).Check(file), finding => finding.RuleName == "ExpiredDate");
    }

    [Fact]
    public void A_rule_without_its_fields_does_not_run_and_is_an_error_if_it_is_included()
    {
        Assert.DoesNotContain(new Auditor(new AuditSettings { IncludeRules = ["*"] }).Rules, rule => rule.IsEnabled && rule.Name == "ExpiredDate");
        Assert.Contains("needs the setting 'Fields'", Assert.Throws<AuditSettingsException>(() => new Auditor(new AuditSettings { IncludeRules = ["ExpiredDate"] })).Message, StringComparison.Ordinal);
    }

    private static string ToText(AuditFinding finding) => $"{finding.RuleName} {finding.Url} {finding.Severity} {finding.Message}";

    private static AuditSettings With(string rule, string field)
    {
        AuditSettings settings = new();
        settings.Rules[rule] = new PropertyBag { ["Fields"] = field };
        return settings;
    }

    private static string MimeOf(SampleAsset asset) => asset.IsVideo ? "video/mp4" : asset.Format switch
    {
        "jpg" => "image/jpeg",
        "svg" => "image/svg+xml",
        string format => "image/" + format,
    };
}
