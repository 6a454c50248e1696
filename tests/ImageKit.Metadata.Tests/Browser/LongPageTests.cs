using System.Text.Json;

namespace ImageKit.Metadata.Tests.Browser;

/// <summary>A page with more findings than it lays out at first.</summary>
public sealed class LongPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("page").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task Rows_that_are_hidden_at_first_are_shown_on_request()
    {
        string path = Path.Combine(_folder, "audit.html");
        using (AuditReport report = new(path, AuditReportFormat.Html, new AuditReportOptions { MaximumFindingsPerRule = 2000 }))
        {
            for (int i = 0; i < 999; i++)
            {
                report.Add(new AuditFinding { RuleName = "OversizedFile", Severity = AuditSeverity.Error, Url = $"https://ik.imagekit.io/demo/{i:0000}.jpg", Message = "m", SavingBytes = i });
            }

            // The least of all, so that it stands last.
            report.Add(new AuditFinding { RuleName = "Mine", Url = "https://ik.imagekit.io/demo/zzz.jpg", Message = "The very last: <img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>" });
            report.Complete(new Auditor().Result);
        }

        JsonElement seen = await BrowserRun.OpenAsync(path, _folder, layouts: false);
        Assert.Equal((1000, 100, 600), (seen.GetProperty("rows").GetInt32(), seen.GetProperty("shownAtFirst").GetInt32(), seen.GetProperty("shownThen").GetInt32()));
        Assert.Equal(100, seen.GetProperty("focusGoesOn").GetInt32());
        Assert.StartsWith("zzz.jpg", seen.GetProperty("lastByName").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, seen.GetProperty("foundAmongAll").GetInt32());
        Assert.Equal("""["undefined",1,0]""", seen.GetProperty("injected").ToString());
        Assert.Empty(seen.GetProperty("console").EnumerateArray());
        Assert.Empty(seen.GetProperty("otherRequests").EnumerateArray());
        Assert.True(seen.GetProperty("phoneSort").GetBoolean());
    }
}
