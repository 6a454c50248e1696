using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ImageKit.Metadata.Tests.Reporting;

/// <summary>Reports of findings that were compared to an earlier audit, and what they say of what could not be checked.</summary>
public sealed class ComparedReportTests : IDisposable
{
    private static readonly DateTime First = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly string _folder = Directory.CreateTempSubdirectory("compared").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sarif_has_all_four_states_and_first_detection_times_and_is_valid()
    {
        string text = Write(AuditReportFormat.Sarif);
        ReportTests.IsValidSarif(text);
        using var sarif = JsonDocument.Parse(text);
        JsonElement run = sarif.RootElement.GetProperty("runs")[0];
        JsonElement[] results = [.. run.GetProperty("results").EnumerateArray()];
        Assert.Equal(["new", "unchanged", "updated", "absent", "unchanged"], results.Select(result => result.GetProperty("baselineState").GetString()));
        Assert.All(results, result => Assert.Equal("2026-01-02T03:04:05Z", result.GetProperty("provenance").GetProperty("firstDetectionTimeUtc").GetString()));
        JsonElement invocation = run.GetProperty("invocations")[0];
        Assert.False(invocation.GetProperty("executionSuccessful").GetBoolean());
        Assert.Contains("2 images were not checked", invocation.GetProperty("toolExecutionNotifications")[0].GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_carries_what_a_later_comparison_needs()
    {
        using var json = JsonDocument.Parse(Write(AuditReportFormat.Json));
        JsonElement[] findings = [.. json.RootElement.GetProperty("findings").EnumerateArray()];
        Assert.Equal(["New", "Unchanged", "Updated", "Absent"], findings.Select(finding => finding.GetProperty("baselineState").GetString()));
        JsonElement carried = Assert.Single(json.RootElement.GetProperty("carriedFindings").EnumerateArray());
        Assert.False(carried.TryGetProperty("baselineState", out _));
        Assert.All(findings.Append(carried), finding =>
        {
            Assert.Equal("2026-01-02T03:04:05Z", finding.GetProperty("firstSeen").GetString());
            Assert.All(new[] { "ruleName", "severity", "url", "fileId", "filePath", "message" }, name => Assert.False(string.IsNullOrEmpty(finding.GetProperty(name).GetString())));
        });

        // A reader must know the day before it comes to the findings.
        Assert.Contains("createdAt", json.RootElement.EnumerateObject().Select(property => property.Name).TakeWhile(name => name != "findings"));
        JsonElement summary = json.RootElement.GetProperty("summary");
        Assert.Equal((1, 1, 1, 1, 1, 3), (Number("new"), Number("unchanged"), Number("updated"), Number("absent"), Number("carried"), Number("findings")));
        Assert.Equal((2, false), (Number("notChecked"), summary.GetProperty("isComplete").GetBoolean()));
        Assert.Equal(7, json.RootElement.GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("name").GetString() == "GpsLocation").GetProperty("notChecked").GetInt32());

        int Number(string name) => summary.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Markdown_and_digest_begin_with_what_is_new()
    {
        string markdown = Write(AuditReportFormat.Markdown);
        Assert.Contains("**1 new, 1 resolved, 1 not checked again** since the earlier audit.", markdown, StringComparison.Ordinal);
        Assert.Contains("[new.jpg](https://ik.imagekit.io/demo/products/new.jpg)", markdown, StringComparison.Ordinal);
        Assert.Contains("[Open the report](https://reports.example.com/audit.html)", markdown, StringComparison.Ordinal);
        Assert.Contains("2 images were not checked", markdown, StringComparison.Ordinal);

        string digest = Write(AuditReportFormat.Digest);
        Assert.Contains("1 new, 1 resolved", digest, StringComparison.Ordinal);
        Assert.Contains("""<a href="https://reports.example.com/audit.html" """, digest, StringComparison.Ordinal);
        Assert.DoesNotContain("gone.jpg", digest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_leads_with_what_is_new_and_gone()
    {
        string html = Write(AuditReportFormat.Html);
        Assert.InRange(html.IndexOf("id=\"changes\"", StringComparison.Ordinal), 1, html.IndexOf("id=\"rules\"", StringComparison.Ordinal));
        Assert.Contains("1 new finding.", html, StringComparison.Ordinal);
        Assert.Contains("1 resolved finding.", html, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(html, "data-severity=\"(?:Error|Warning|Information)\" data-rule"));
        Assert.Contains("GPS coordinates in the image", html, StringComparison.Ordinal);
        Assert.Contains("7 not checked, no EXIF", html, StringComparison.Ordinal);
    }

    [Fact]
    public void JUnit_passes_only_rules_that_ran_and_could_check_everything()
    {
        var junit = XDocument.Parse(Write(AuditReportFormat.JUnit));
        XElement suite = junit.Descendants("testsuite").Single();
        XElement[] cases = [.. junit.Descendants("testcase")];
        Assert.Equal(cases.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), suite.Attribute("tests")!.Value);
        Assert.Equal(["OversizedFile", "OversizedFile", "OversizedFile", "LowQuality", "GpsLocation", "Audit"], cases.Select(test => test.Attribute("classname")!.Value));
        Assert.Empty(cases[3].Elements());
        Assert.Contains("7 images", cases[4].Element("skipped")!.Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Equal(("3", "2"), (suite.Attribute("failures")!.Value, suite.Attribute("skipped")!.Value));
    }

    [Fact]
    public void Nothing_is_known_of_rules_if_nothing_is_known_of_the_audit()
    {
        var junit = XDocument.Parse(Write(AuditReportFormat.JUnit, hasResult: false));
        Assert.All(junit.Descendants("testcase"), test => Assert.Equal("OversizedFile", test.Attribute("classname")!.Value));
        Assert.Contains("Unknown: the findings came from another audit.", Write(AuditReportFormat.Html, hasResult: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_ends_with_what_is_missing()
    {
        string[] lines = Write(AuditReportFormat.Csv).TrimEnd().Split("\r\n");
        Assert.Equal(6, lines.Length);
        Assert.StartsWith("NotChecked,Warning,", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_of_the_largest_texts_stays_under_a_hundred_kilobytes()
    {
        string path = Path.Combine(_folder, "large.digest.html");
        using (AuditReport report = new(path, AuditReportFormat.Digest, new AuditReportOptions { Title = new string('"', 5000) }))
        {
            for (int i = 0; i < 200; i++)
            {
                string text = new('&', 20_000);
                report.Add(new AuditFinding { RuleName = i + text, Severity = AuditSeverity.Error, Url = "https://ik.imagekit.io/demo/" + text[..500], Message = text, Recommendation = text });
            }

            report.Complete();
        }

        string digest = File.ReadAllText(path);
        Assert.InRange(digest.Length, 1000, 100_000);
        Assert.DoesNotContain("<script", digest, StringComparison.Ordinal);
        Assert.DoesNotContain("var(", digest, StringComparison.Ordinal);
        Assert.Contains("The worst 10 of 200 findings", digest, StringComparison.Ordinal);
    }

    private static AuditFinding Finding(string name, AuditBaselineState? state) => new()
    {
        RuleName = "OversizedFile",
        Severity = AuditSeverity.Warning,
        Url = $"https://ik.imagekit.io/demo/products/{name}.jpg",
        FileId = "id-" + name,
        FilePath = $"/products/{name}.jpg",
        Message = "Large.",
        Recommendation = "Resize it.",
        BaselineState = state,
        FirstSeen = First,
    };

    private static AuditResult Result()
    {
        AuditRule Rule(string name, bool isEnabled = true) => new() { Name = name, IsEnabled = isEnabled, Severity = AuditSeverity.Warning, Description = name };
        return new AuditResult
        {
            ImageCount = 10,
            NotCheckedCount = 2,
            FailedByError = { ["ServerError"] = 2L },
            Rules =
            [
                new AuditRuleResult { Rule = Rule("OversizedFile"), CheckedCount = 10 },
                new AuditRuleResult { Rule = Rule("LowQuality"), CheckedCount = 10 },
                new AuditRuleResult { Rule = Rule("GpsLocation"), CheckedCount = 3, NotInInputCount = 7, Missing = "EXIF" },
                new AuditRuleResult { Rule = Rule("UnusualDensity", isEnabled: false) },
            ],
        };
    }

    private string Write(AuditReportFormat format, bool hasResult = true)
    {
        string path = Path.Combine(_folder, "report." + format);
        using AuditReport report = new(path, format, new AuditReportOptions { PageUrl = new Uri("https://reports.example.com/audit.html") });
        report.Add(Finding("new", AuditBaselineState.New));
        report.Add(Finding("unchanged", AuditBaselineState.Unchanged));
        report.Add(Finding("updated", AuditBaselineState.Updated));
        report.Add(Finding("gone", AuditBaselineState.Absent));
        report.Add(Finding("carried", null));
        report.Complete(hasResult ? Result() : null);
        return File.ReadAllText(path);
    }
}
