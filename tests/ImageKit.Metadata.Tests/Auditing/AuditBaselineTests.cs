using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata.Tests.Auditing;

public sealed class AuditBaselineTests : IDisposable
{
    private static readonly DateTime Today = new(2026, 6, 15, 13, 0, 0, DateTimeKind.Utc);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("GpsLocation", "https://x/a.jpg", true)]
    [InlineData("gpslocation", "https://x/a.jpg", true)]
    [InlineData("Gps*", "https://x/*", true)]
    [InlineData("*", "*.jpg", true)]
    [InlineData("GpsLocation", "https://x/A.jpg", false)]
    [InlineData("GpsLocation", "https://x/a", false)]
    [InlineData("LowQuality", "https://x/a.jpg", false)]
    [InlineData("Gps*", "https://y/*", false)]
    public void Entries_match_by_rule_and_url(string rule, string url, bool accepted)
    {
        AuditFinding finding = Finding();
        Assert.Equal(accepted, Baseline(new AuditBaselineEntry { Rule = rule, Url = url, Reason = "known" }).TryAccept(finding));
        Assert.Equal(accepted ? "known" : null, finding.AcceptedReason);
    }

    [Theory]
    [InlineData("2026-06-14", false)]
    [InlineData("2026-06-15", true)]
    [InlineData("2026-06-16", true)]
    [InlineData(null, true)]
    public void An_entry_counts_until_the_end_of_its_last_day(string? expires, bool accepted)
    {
        AuditBaseline baseline = Read($$"""{ "accepted": [ { "rule": "GpsLocation", "url": "https://x/a.jpg", "expires": {{(expires is null ? "null" : $"\"{expires}\"")}} } ] }""");
        Assert.Equal(accepted, baseline.TryAccept(Finding()));
        Assert.Equal((accepted ? 1 : 0, accepted ? 0 : 1), (baseline.AcceptedCount, baseline.ExpiredCount));
        Assert.Equal(accepted ? 0 : 1, baseline.Expired.Count());
    }

    [Fact]
    public void What_changes_with_an_upload_is_not_compared()
    {
        AuditBaseline baseline = Baseline(new AuditBaselineEntry { Rule = "GpsLocation", Url = "https://x/a.jpg?tr=w-1&updatedAt=1" });
        Assert.True(baseline.TryAccept(new AuditFinding { RuleName = "GpsLocation", Url = "https://x/a.jpg?updatedAt=99&tr=w-1" }));
        Assert.False(baseline.TryAccept(new AuditFinding { RuleName = "GpsLocation", Url = "https://x/a.jpg?tr=w-2" }));
        Assert.True(Baseline(new AuditBaselineEntry { Rule = "GpsLocation", Url = "file:abc" }).TryAccept(new AuditFinding { RuleName = "GpsLocation", FileId = "abc" }));
    }

    [Theory]
    [InlineData("[]", "no list 'accepted'")]
    [InlineData("{", "not JSON")]
    [InlineData("""{ "accepted": [ { "rule": "x", "url": "\ud800" } ] }""", "not JSON")]
    [InlineData("""{ "accepted": [ { "rule": "x" } ] }""", "it needs a 'rule' and a 'url'")]
    [InlineData("""{ "accepted": [ { "rule": "x", "url": "y" }, 5 ] }""", "it is not an object")]
    [InlineData("""{ "accepted": [ { "rule": "x", "url": "y", "expires": "soon" } ] }""", "not a date")]
    public void A_file_that_is_not_one_is_refused(string text, string fault) =>
        Assert.Contains(fault, Assert.Throws<AuditSettingsException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_misspelled_rule_is_an_error_that_suggests_the_closest_name()
    {
        File.WriteAllText(_file, """{ "accepted": [ { "rule": "*", "url": "x" }, { "rule": "GpsLocaton", "url": "x" } ] }""");
        string[] names = [.. new Auditor().Rules.Select(rule => rule.Name)];
        string message = Assert.Throws<AuditSettingsException>(() => AuditBaseline.Read(_file, Today, names)).Message;
        Assert.Contains("Entry 2 ", message, StringComparison.Ordinal);
        Assert.EndsWith("unknown rule 'GpsLocaton'. Did you mean 'GpsLocation'?", message, StringComparison.Ordinal);
        Assert.NotNull(AuditBaseline.Read(_file, Today));
    }

    [Fact]
    public void A_folder_is_called_one() =>
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => AuditBaseline.Read(Path.GetTempPath(), Today)).Message, StringComparison.Ordinal);

    private static AuditFinding Finding() => new() { RuleName = "GpsLocation", Url = "https://x/a.jpg" };

    private static AuditBaseline Baseline(params AuditBaselineEntry[] entries) => new(entries, Today);

    private AuditBaseline Read(string text)
    {
        File.WriteAllText(_file, text);
        return AuditBaseline.Read(_file, Today);
    }
}
