using System.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>Collects what the page shows, which is bounded, and writes it in the end.</summary>
internal sealed class HtmlReportWriter(Stream stream, AuditReportOptions options) : ReportWriter(options)
{
    private const string DuplicateRule = "NearDuplicate";

    private readonly Dictionary<string, List<AuditFinding>> _shown = new(StringComparer.OrdinalIgnoreCase);
    private readonly DuplicateGallery _gallery = new();

    public override void Add(AuditFinding finding)
    {
        if (finding.AcceptedReason is not null)
        {
            return;
        }

        if (!_shown.TryGetValue(finding.RuleName, out List<AuditFinding>? shown))
        {
            _shown.Add(finding.RuleName, shown = []);
        }

        if (shown.Count < Options.MaximumFindingsPerRule)
        {
            shown.Add(finding);
        }

        if (finding.RuleName.Equals(DuplicateRule, StringComparison.OrdinalIgnoreCase))
        {
            _gallery.Add(finding);
        }
    }

    public override void Complete(ImageTotals images, FindingTotals findings)
    {
        using StreamWriter text = new(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        AuditFinding[] rows = [.. _shown.Values
            .SelectMany(found => found)
            .OrderByDescending(finding => finding.Severity)
            .ThenByDescending(finding => finding.SavingBytes ?? -1)];
        new HtmlPage(text, Options, images, findings, rows, _gallery).Write();
    }
}
