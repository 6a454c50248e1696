using System.Text.Json;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Tests.Auditing;

/// <summary>What an audit finds, compared with the JSON report of an earlier one.</summary>
public sealed class AuditHistoryTests : IDisposable
{
    private const string Folder = "https://ik.imagekit.io/demo/";

    private static readonly DateTime Earlier = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_finding_is_new_unchanged_or_updated()
    {
        Auditor auditor = After([Known(Large("a", 6_000_000)), Known(Large("b", 6_000_000))]);

        AuditFinding unchanged = Assert.Single(auditor.Check(Large("a", 6_000_000)));
        AuditFinding updated = Assert.Single(auditor.Check(Large("b", 50_000_000)));
        AuditFinding added = Assert.Single(auditor.Check(Large("c", 6_000_000)));

        Assert.Equal((AuditBaselineState.Unchanged, Earlier), (unchanged.BaselineState, unchanged.FirstSeen));
        Assert.Equal((AuditBaselineState.Updated, Earlier, AuditSeverity.Warning), (updated.BaselineState, updated.FirstSeen, updated.EarlierSeverity));
        Assert.Equal((AuditBaselineState.New, auditor.Result.StartedAt), (added.BaselineState, added.FirstSeen));
        Assert.Empty(auditor.CompleteHistory());
        Assert.Equal(Earlier, auditor.Result.Since);
    }

    [Theory]
    [InlineData("a.jpg?updatedAt=1", "id", "a.jpg?updatedAt=2", "id", true)]
    [InlineData("a.jpg", "id", "moved/b.jpg", "id", true)]
    [InlineData("a.jpg", null, "a.jpg?updatedAt=2", "id", true)]
    [InlineData("a.jpg?updatedAt=1", "id", "a.jpg", null, true)]
    [InlineData("a.jpg", "id", "a.jpg", "other", false)]
    [InlineData("a.jpg", null, "b.jpg", null, false)]
    [InlineData("a.jpg?tr=w-100", "id", "a.jpg", "id", false)]
    public void A_finding_is_the_same_if_rule_and_image_are(string url, string? fileId, string laterUrl, string? laterId, bool isSame)
    {
        AuditFinding earlier = Known(new ImageMetadata { Url = Folder + url, FileId = fileId, Size = 6_000_000 });
        Auditor auditor = After([earlier]);
        AuditFinding finding = Assert.Single(auditor.Check(new ImageMetadata { Url = Folder + laterUrl, FileId = laterId, Size = 6_000_000 }));
        Assert.Equal(isSame ? AuditBaselineState.Unchanged : AuditBaselineState.New, finding.BaselineState);
    }

    [Fact]
    public void A_finding_is_absent_only_if_its_rule_checked_its_image_again_or_the_image_is_gone()
    {
        AuditFinding location = new() { RuleName = "GpsLocation", Url = Folder + "unread.jpg", Message = "m" };
        AuditFinding dead = new() { RuleName = "Unreachable", Url = Folder + "back.jpg", Message = "m", Severity = AuditSeverity.Error };
        Auditor auditor = After([Known(Large("mended", 6_000_000)), Known(Large("gone", 6_000_000)), Known(Large("not-in-input", 6_000_000)), Known(Large("outage", 6_000_000)), location, dead]);

        Assert.Empty(auditor.Check(Large("mended", 1000)));
        Assert.Equal("Unreachable", Assert.Single(auditor.Check(new FailedImage { Url = Folder + "gone.jpg", Kind = ImageKitErrorKind.NotFound })).RuleName);
        Assert.Empty(auditor.Check(new FailedImage { Url = Folder + "outage.jpg", Kind = ImageKitErrorKind.ServerError }));
        Assert.Empty(auditor.Check(new MediaFile { Url = Folder + "unread.jpg", FileType = "image", Size = 1 }));
        Assert.Empty(auditor.Check(Large("back", 1)));

        AuditFinding[] earlier = [.. auditor.CompleteHistory()];
        Assert.Equal(["mended", "gone", "back"], earlier.Where(finding => finding.BaselineState == AuditBaselineState.Absent).Select(NameOf));
        Assert.Equal(["not-in-input", "outage", "unread"], earlier.Where(finding => finding.BaselineState is null).Select(NameOf));
        Assert.All(earlier, finding => Assert.Equal(Earlier, finding.FirstSeen));
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(true, false, AuditBaselineState.Absent)]
    [InlineData(true, true, null)]
    public void What_a_complete_listing_of_the_whole_library_lacks_is_absent(bool isComplete, bool isOfFolder, AuditBaselineState? state)
    {
        MediaListing listing = new(isExhaustive: true, isOfFolder ? ["/a"] : null);
        MediaFile file = new() { FileId = "y", Url = Folder + "y.jpg", Listing = listing };
        listing.Add(file);
        if (isComplete)
        {
            listing.Complete();
        }

        Auditor auditor = After([new() { RuleName = "OversizedFile", FileId = "x", Url = Folder + "x.jpg", Message = "m" }]);
        auditor.Check(file);
        Assert.Equal(state, Assert.Single(auditor.CompleteHistory()).BaselineState);
    }

    [Fact]
    public void What_was_found_in_a_deleted_file_and_its_transformations_is_absent()
    {
        AuditFinding[] known =
        [
            new() { RuleName = "OversizedFile", FileId = "x", Url = Folder + "x.jpg", Message = "m" },
            new() { RuleName = "OversizedFile", FileId = "x", Url = Folder + "x.jpg?tr=w-1", Message = "m" },
            new() { RuleName = "OversizedFile", FileId = "y", Url = Folder + "y.jpg", Message = "m" },
        ];
        Auditor auditor = After(known);
        MediaListing listing = new();
        listing.AddDeleted(["x"]);
        auditor.Check(new MediaFile { FileId = "z", Listing = listing });
        Assert.Equal([AuditBaselineState.Absent, AuditBaselineState.Absent, null], auditor.CompleteHistory().Select(finding => finding.BaselineState));
    }

    [Fact]
    public void A_rule_or_severity_that_is_left_out_makes_nothing_absent()
    {
        AuditFinding[] known = [Known(Large("a", 6_000_000))];
        Auditor otherRule = After(known, new AuditSettings { IncludeRules = ["GpsLocation"] });
        Auditor otherSeverity = After(known, new AuditSettings { Severity = [AuditSeverity.Error] });
        foreach (Auditor auditor in new[] { otherRule, otherSeverity })
        {
            Assert.Empty(auditor.Check(Large("a", 1)));
            Assert.Null(Assert.Single(auditor.CompleteHistory()).BaselineState);
        }
    }

    [Fact]
    public void Another_limit_judges_again()
    {
        AuditSettings stricter = new();
        stricter.Rules["OversizedFile"] = new PropertyBag { ["MaximumBytes"] = 7_000_000 };
        Auditor auditor = After([Known(Large("a", 6_000_000))], stricter);
        Assert.Empty(auditor.Check(Large("a", 6_000_000)));
        Assert.Equal(AuditBaselineState.Absent, Assert.Single(auditor.CompleteHistory()).BaselineState);
    }

    [Fact]
    public void Several_findings_of_one_rule_in_one_image_are_distinguished()
    {
        AuditFinding second = new() { RuleName = "Mine", Severity = AuditSeverity.Warning, Url = Folder + "a.jpg", Message = "two", Evidence = { ["Number"] = 2L } };
        AuditSettings settings = new() { IncludeRules = ["Mine"] };
        settings.CustomRules.Add(new CustomAuditRule("Mine", _ => ["one", "two"]));
        Assert.Equal(
            [AuditBaselineState.New, AuditBaselineState.Unchanged],
            After([second], settings).Check(Large("a", 1)).Select(finding => finding.BaselineState!.Value));
    }

    [Fact]
    public void Copies_are_compared_at_the_end()
    {
        ImageMetadata Image(string name, int side) => new() { Url = $"{Folder}{name}.jpg", PHash = "00000000000000ff", Width = side, Height = side, Size = 10 };
        Auditor first = Only("NearDuplicate", null);
        first.Check(Image("a", 100));
        first.Check(Image("b", 50));
        AuditFinding copy = Assert.Single(first.Complete());

        Auditor second = After([copy], new AuditSettings { IncludeRules = ["NearDuplicate"] });
        second.Check(Image("a", 100));
        second.Check(Image("b", 50));
        Assert.Equal(AuditBaselineState.Unchanged, Assert.Single(second.Complete()).BaselineState);
        Assert.Empty(second.CompleteHistory());
    }

    [Fact]
    public void Absent_findings_of_the_earlier_report_are_over_and_carried_ones_are_not()
    {
        Write("""
            { "findings": [ { "ruleName": "OversizedFile", "severity": "Warning", "url": "https://ik.imagekit.io/demo/a.jpg", "message": "m", "baselineState": "Absent" } ],
              "carriedFindings": [ { "ruleName": "OversizedFile", "severity": "Warning", "url": "https://ik.imagekit.io/demo/b.jpg", "message": "m", "firstSeen": "2025-01-01T00:00:00Z" } ],
              "createdAt": "2026-01-02T03:04:05Z" }
            """);
        Auditor auditor = Only("OversizedFile", AuditHistory.Read(_file));
        Assert.Equal(AuditBaselineState.New, Assert.Single(auditor.Check(Large("a", 6_000_000))).BaselineState);
        Assert.Equal(new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc), Assert.Single(auditor.Check(Large("b", 6_000_000))).FirstSeen);
    }

    [Fact]
    public void The_first_audit_has_only_new_findings()
    {
        Auditor auditor = Only("OversizedFile", AuditHistory.Empty);
        Assert.Equal(AuditBaselineState.New, Assert.Single(auditor.Check(Large("a", 6_000_000))).BaselineState);
        Assert.Empty(auditor.CompleteHistory());
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "findings": {} }""")]
    [InlineData("""{ "findings": [ { "ruleName": "A" }""")]
    [InlineData("""{ "findings": [ { "ruleName": """)]
    [InlineData("""{ "accepted": [] }""")]
    public void A_file_that_is_not_a_report_is_refused(string text)
    {
        Write(text);
        Assert.Contains("is not a JSON report", Assert.Throws<AuditSettingsException>(() => AuditHistory.Read(_file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_larger_than_the_buffer_is_read_whole()
    {
        AuditFinding[] known = [.. Enumerable.Range(0, 3000).Select(i => Known(Large("n" + i, 6_000_000)))];
        known[1500].Message = new string('x', 300_000);
        Auditor auditor = After(known);
        Assert.Equal(AuditBaselineState.Unchanged, Assert.Single(auditor.Check(Large("n2999", 6_000_000))).BaselineState);
        Assert.Equal(AuditBaselineState.Updated, Assert.Single(auditor.Check(Large("n1500", 6_000_000))).BaselineState);
        Assert.Equal(2998, auditor.CompleteHistory().Count());
    }

    private static string NameOf(AuditFinding finding) => Path.GetFileNameWithoutExtension(finding.Url!);

    private static ImageMetadata Large(string name, long size) => new() { Url = $"{Folder}{name}.jpg", Size = size };

    private static AuditFinding Known(ImageMetadata image) => Assert.Single(Only("OversizedFile", null).Check(image));

    private static Auditor Only(string rule, AuditHistory? history) => new(new AuditSettings { IncludeRules = [rule] }, history);

    private Auditor After(AuditFinding[] known, AuditSettings? settings = null)
    {
        Write(JsonSerializer.Serialize(new
        {
            createdAt = Earlier,
            rules = new[] { new { name = "OversizedFile", settings = new { MaximumBytes = 1 } } },
            findings = known.Select(finding => new
            {
                ruleName = finding.RuleName,
                severity = finding.Severity.ToString(),
                url = finding.Url,
                fileId = finding.FileId,
                message = finding.Message,
                evidence = finding.Evidence,
            }),
        }));
        return new Auditor(settings, AuditHistory.Read(_file));
    }

    private void Write(string text) => File.WriteAllText(_file, text);
}
