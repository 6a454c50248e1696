using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Tests.Reporting;

/// <summary>The <c>.prom</c> file, checked by the rules that promtool applies.</summary>
public sealed class OpenMetricsTests : IDisposable
{
    private static readonly Regex Sample = new("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (?<value>-?[0-9]+)$""");

    private readonly string _folder = Directory.CreateTempSubdirectory("metrics").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_file_follows_the_format_and_has_the_totals()
    {
        Dictionary<string, long> samples = Check(Write());
        Assert.Equal(2, samples["imagekit_audit_findings{rule=\"OversizedFile\",severity=\"warning\",state=\"none\"}"]);
        Assert.Equal(0, samples["imagekit_audit_findings{rule=\"OpaquePng\",severity=\"information\",state=\"none\"}"] + samples["imagekit_audit_findings{rule=\"GpsLocation\",severity=\"warning\",state=\"none\"}"]);
        Assert.Equal(3000, samples["imagekit_audit_saving_bytes"]);
        Assert.Equal(1, samples["imagekit_audit_images"]);
        Assert.Equal(2, samples["imagekit_audit_not_checked"]);
        Assert.Equal(2, samples["imagekit_audit_failures{error=\"ServerError\"}"]);
        Assert.Equal(0, samples["imagekit_audit_complete"]);
        Assert.Equal(1, samples["imagekit_audit_accepted_findings"]);
        Assert.Equal(2, samples["imagekit_audit_folder_findings{folder=\"/products\",severity=\"warning\"}"]);
        Assert.Contains(samples.Keys, key => key.Contains("\\\"quoted\\\\", StringComparison.Ordinal));
    }

    [Fact]
    public void Compared_findings_have_a_series_for_each_state()
    {
        string path = Path.Combine(_folder, "states.prom");
        using (AuditReport report = new(path, AuditReportFormat.OpenMetrics))
        {
            report.Add(new AuditFinding { RuleName = "A", Severity = AuditSeverity.Error, BaselineState = AuditBaselineState.New, FirstSeen = DateTime.UnixEpoch });
            report.Add(new AuditFinding { RuleName = "A", Severity = AuditSeverity.Error, BaselineState = AuditBaselineState.Absent, FirstSeen = DateTime.UnixEpoch });
            report.Complete();
        }

        Dictionary<string, long> samples = Check(File.ReadAllText(path));
        Assert.Equal([1L, 0L, 0L, 1L], new[] { "new", "unchanged", "updated", "absent" }.Select(state => samples[$"imagekit_audit_findings{{rule=\"A\",severity=\"error\",state=\"{state}\"}}"]));
        Assert.DoesNotContain(samples.Keys, key => key.Contains("state=\"none\"", StringComparison.Ordinal));
    }

    /// <summary>A family has one HELP and one TYPE before its samples, which are together; no series comes twice; the end is marked.</summary>
    private static Dictionary<string, long> Check(string text)
    {
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        Dictionary<string, long> samples = [];
        HashSet<string> families = [];
        string family = string.Empty;
        string? help = null;
        foreach (string line in text[..^"# EOF\n".Length].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                help = line.Split(' ')[2];
                Assert.True(families.Add(help), $"{help} comes twice.");
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.Equal(help, family);
                Assert.Equal("gauge", line.Split(' ')[3]);
            }
            else
            {
                Match sample = Sample.Match(line);
                Assert.True(sample.Success, line);
                Assert.Equal(family, sample.Groups["name"].Value);
                Assert.True(samples.TryAdd(line[..line.LastIndexOf(' ')], long.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture)), line);
            }
        }

        return samples;
    }

    private string Write()
    {
        string path = Path.Combine(_folder, "audit.prom");
        Auditor auditor = new();
        ImageMetadata image = new() { Url = "https://ik.imagekit.io/demo/a.jpg", Size = 10_000 };
        auditor.Check(image);
        auditor.Check(new FailedImage { Url = "https://ik.imagekit.io/demo/b.jpg", Kind = ImageKitErrorKind.ServerError });
        auditor.Check(new FailedImage { Url = "https://ik.imagekit.io/demo/c.jpg", Kind = ImageKitErrorKind.ServerError });
        using AuditReport report = new(path, AuditReportFormat.OpenMetrics);
        report.Add(image);
        report.Add(new AuditFinding { RuleName = "OversizedFile", Severity = AuditSeverity.Warning, FilePath = "/products/a.jpg", FileId = "a", SavingBytes = 1000 });
        report.Add(new AuditFinding { RuleName = "OversizedFile", Severity = AuditSeverity.Warning, FilePath = "/products/b.jpg", FileId = "b", SavingBytes = 2000 });
        report.Add(new AuditFinding { RuleName = "OpaquePng", Severity = AuditSeverity.Warning, FilePath = "/products/c.jpg", AcceptedReason = "known" });
        report.Add(new AuditFinding { RuleName = "a \"quoted\\ name\n", Severity = AuditSeverity.Error, FilePath = "/a\"b\\/c.jpg" });
        report.Complete(auditor.Result);
        return File.ReadAllText(path);
    }
}
