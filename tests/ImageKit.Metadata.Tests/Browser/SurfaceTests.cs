using System.Text.Json;

namespace ImageKit.Metadata.Tests.Browser;

/// <summary>The page of a library with 141 findings, on screens of every width, without its script, and on paper.</summary>
public sealed class SurfaceTests : IDisposable
{
    private const int Findings = 141;
    private const int Copies = 9;

    private readonly string _folder = Directory.CreateTempSubdirectory("page").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task The_page_is_right_at_every_width_without_script_and_on_paper()
    {
        string page = Path.Combine(_folder, "audit.html");
        WriteSample(page);
        JsonElement seen = await BrowserRun.OpenAsync(page, _folder);

        PageLayout.FitsEveryWidth(seen);
        Assert.Equal((Findings, 100), (seen.GetProperty("rows").GetInt32(), seen.GetProperty("shownAtFirst").GetInt32()));
        Assert.Equal(Findings, seen.GetProperty("withoutScript").GetInt32());
        Assert.Equal(Copies, seen.GetProperty("originals").GetInt32());
        Assert.Equal(0, seen.GetProperty("toolsWithoutScript").GetInt32());
        Assert.Equal(Findings, seen.GetProperty("printedRows").GetInt32());
        Assert.InRange(seen.GetProperty("pages").GetProperty("portrait").GetInt32(), 2, 15);
        Assert.InRange(seen.GetProperty("pages").GetProperty("landscape").GetInt32(), 2, 15);
        Assert.Empty(seen.GetProperty("console").EnumerateArray());
    }

    private static void WriteSample(string path)
    {
        DateTime first = new(2026, 10, 1, 0, 0, 0, DateTimeKind.Utc);
        Auditor auditor = new();
        auditor.Result.Since = first;
        using AuditReport report = new(path, AuditReportFormat.Html, new AuditReportOptions { Title = "Images of the shop", CreatedAt = new DateTime(2026, 11, 26, 3, 0, 0, DateTimeKind.Utc) });
        int number = 0;
        foreach (ImageMetadata image in Images())
        {
            report.Add(image);
            foreach (AuditFinding finding in auditor.Check(image).Take(Findings - Copies - number))
            {
                finding.BaselineState = number % 12 == 0 ? AuditBaselineState.New : AuditBaselineState.Unchanged;
                finding.FirstSeen = first;
                report.Add(finding);
                number++;
            }
        }

        foreach (AuditFinding finding in auditor.Complete().Take(Findings - number))
        {
            finding.BaselineState = AuditBaselineState.New;
            finding.FirstSeen = first;
            report.Add(finding);
            number++;
        }

        Assert.Equal(Findings, number);
        report.Add(new AuditFinding { RuleName = "OversizedFile", Severity = AuditSeverity.Warning, Url = "https://ik.imagekit.io/demo/events/resolved.jpg", Message = "6.1 MB.", BaselineState = AuditBaselineState.Absent, FirstSeen = first });
        report.Complete(auditor.Result);
    }

    /// <summary>Some with a location, some too large, some alike, some without a color profile.</summary>
    private static IEnumerable<ImageMetadata> Images()
    {
        string[] folders = ["products", "events", "team", "a-folder-with-a-rather-long-name-that-nobody-shortened"];
        for (int i = 0; i < 200; i++)
        {
            string path = $"/{folders[i % folders.Length]}/2026/image-with-a-long-name-{i:000}.jpg";
            yield return new ImageMetadata
            {
                Url = "https://ik.imagekit.io/demo" + path,
                FilePath = path,
                FileId = $"{i:x24}",
                Format = i % 9 == 0 ? "png" : "jpg",
                Size = i % 3 == 0 ? 6_000_000 + (i * 10_000) : 300_000,
                Width = i % 5 == 0 ? 8000 : 1600,
                Height = i % 5 == 0 ? 6000 : 1200,
                Quality = i % 7 == 0 ? 99 : 80,
                Density = 72,
                HasColorProfile = i % 4 != 0,
                HasTransparency = false,
                PHash = i < 190 ? (unchecked((ulong)(i + 1) * 11400714819323198485)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture) : "f0e1d2c3b4a59687",
                Exif = { Latitude = i % 6 == 0 ? 52.37 : null, Longitude = i % 6 == 0 ? 4.89 : null },
            };
        }
    }
}
