using System.Text.Json;
using Xunit.Abstractions;

namespace ImageKit.Metadata.Tests.Browser;

/// <summary>The audit's page in Chromium.</summary>
public sealed class AuditPageTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("page").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task The_page_sorts_filters_and_lets_nothing_in()
    {
        JsonElement seen = await BrowserRun.OpenAsync(Write(HostileFindings()), _folder);

        Assert.Empty(seen.GetProperty("console").EnumerateArray().Select(text => text.GetString()));
        Assert.Equal(0, seen.GetProperty("dialogs").GetInt32());
        Assert.Empty(seen.GetProperty("otherRequests").EnumerateArray().Select(request => request.ToString()));
        Assert.True(seen.GetProperty("images").GetInt32() > 0);
        Assert.Equal("""["undefined",1,0]""", seen.GetProperty("injected").ToString());
        Assert.Equal("""["undefined",true]""", seen.GetProperty("policy").ToString());
        Assert.Equal(0, seen.GetProperty("links").GetInt32());

        Assert.Equal(2, seen.GetProperty("filteredByText").GetInt32());
        Assert.StartsWith("2 of ", seen.GetProperty("count").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, seen.GetProperty("filteredToNothing").GetInt32());
        Assert.True(seen.GetProperty("saysNothing").GetBoolean());
        Assert.Equal(0, seen.GetProperty("withoutErrors").GetInt32());
        Assert.Equal("""["OversizedFile"]""", seen.GetProperty("filteredByRule").ToString());
        Assert.Equal("""["ascending",true]""", seen.GetProperty("sortedUp").ToString());
        Assert.Equal("""["descending",true]""", seen.GetProperty("sortedDown").ToString());
        Assert.Equal(1, seen.GetProperty("sortedOnce").GetInt32());

        Assert.StartsWith("RuleName,Severity,Url,Message,Recommendation,SavingBytes\r\nOversizedFile,Warning,https://ik.imagekit.io/demo/zebra.jpg,Large.,,5000000\r\n", seen.GetProperty("copied").GetString(), StringComparison.Ordinal);
        JsonElement groups = seen.GetProperty("groups");
        Assert.Contains("File is too large · 2 findings", Strings(groups.GetProperty("rule")));
        Assert.All(new[] { "file", "folder" }, by => Assert.NotEmpty(Strings(groups.GetProperty(by))));
        Assert.Equal(["rgb(245, 246, 248)", "rgb(19, 22, 26)", "rgb(245, 246, 248)"], Strings(seen.GetProperty("themes")));
        Assert.Equal(("rgb(245, 246, 248)", "rgb(19, 22, 26)"), (Background("light"), Background("dark")));
        PageLayout.FitsEveryWidth(seen);

        string? Background(string view) => seen.GetProperty(view).GetProperty("background").GetString();
    }

    private static IEnumerable<string?> Strings(JsonElement list) => list.EnumerateArray().Select(text => text.GetString());

    [BrowserFact]
    public async Task Of_a_hundred_thousand_findings_the_first_of_each_rule_are_shown()
    {
        string[] rules = [.. new Auditor().Rules.Select(rule => rule.Name)];
        JsonElement seen = await BrowserRun.OpenAsync(
            Write(Enumerable.Range(0, 100_000).Select(i => new AuditFinding
            {
                RuleName = rules[i % rules.Length],
                Severity = (AuditSeverity)(i % 3),
                Url = $"https://ik.imagekit.io/demo/folder-{i % 97}/image-{i}.jpg",
                Message = $"Finding {i} says something about the image.",
                SavingBytes = i,
            })),
            _folder,
            layouts: false);

        // The first of each rule, and so a page of a bounded size, whatever was found.
        Assert.Equal(rules.Length * 100, seen.GetProperty("rows").GetInt32());
        Assert.InRange(new FileInfo(Path.Combine(_folder, "audit.html")).Length, 1, rules.Length * 110_000);

        // How long that takes depends on the machine: docs/benchmarks.md has the figures, this prints them.
        output.WriteLine("Opened in " + string.Join(", ", seen.GetProperty("loads").EnumerateArray().Select(time => $"{time.GetDouble():0} ms")));
    }

    private static IEnumerable<AuditFinding> HostileFindings()
    {
        foreach (string hostile in Reporting.ReportTests.HostileTexts)
        {
            string text = hostile.Replace("alert(1)", "window.pwned=alert(1)", StringComparison.Ordinal);
            yield return new AuditFinding { RuleName = "R" + text, Severity = AuditSeverity.Error, Url = text, Message = text };
            yield return new AuditFinding { RuleName = "GpsLocation", Severity = AuditSeverity.Warning, Url = "https://ik.imagekit.io/demo/" + text, Message = text, SavingBytes = text.Length };
            yield return new AuditFinding { RuleName = "NearDuplicate", Url = "https://ik.imagekit.io/demo/" + text, Message = text, Evidence = { ["Original"] = text, ["Distance"] = 1L } };
            yield return new AuditFinding { RuleName = "Unreachable", Severity = AuditSeverity.Error, Url = text, Message = text };
        }

        yield return new AuditFinding { RuleName = "OversizedFile", Severity = AuditSeverity.Warning, Url = "https://ik.imagekit.io/demo/zebra.jpg", Message = "Large.", SavingBytes = 5_000_000 };
        yield return new AuditFinding { RuleName = "OversizedFile", Severity = AuditSeverity.Warning, Url = "https://ik.imagekit.io/demo/b.jpg", Message = "A Zebra.", SavingBytes = 70_000 };
    }

    private string Write(IEnumerable<AuditFinding> findings)
    {
        string path = Path.Combine(_folder, "audit.html");
        using AuditReport report = new(path, AuditReportFormat.Html, new AuditReportOptions());
        report.Add(new ImageMetadata { Format = "<b>jpg", Size = 1, Width = 1, Height = 1 });
        foreach (AuditFinding finding in findings)
        {
            report.Add(finding);
        }

        report.Complete(new Auditor().Result);
        return path;
    }
}
