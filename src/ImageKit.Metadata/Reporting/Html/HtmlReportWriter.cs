using System.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>Collects what the page shows, which is bounded, and writes it at the end.</summary>
internal sealed class HtmlReportWriter(Stream stream, AuditReportOptions options) : ReportWriter(options)
{
    private const string DuplicateRule = "NearDuplicate";

    private static readonly PageTemplate Template = PageTemplate.Load("report.html");

    private readonly Dictionary<string, List<AuditFinding>> _shown = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AuditFinding> _gone = [];
    private readonly List<AuditFinding> _new = [];
    private readonly DuplicateGallery _gallery = new();

    public override void Add(AuditFinding finding)
    {
        if (finding.BaselineState == AuditBaselineState.Absent)
        {
            AddTo(_gone, finding);
        }
        else if (finding.AcceptedReason is null && !ReportText.IsCarried(finding))
        {
            AddPresent(finding);
        }
    }

    public override void Complete(ReportTotals totals)
    {
        using StreamWriter text = new(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        AuditFinding[] rows = [.. _shown.Values
            .SelectMany(found => found)
            .OrderByDescending(finding => finding.Severity)
            .ThenByDescending(finding => finding.SavingBytes ?? -1)];
        Template.Write(text, new HtmlPage(Options, totals, rows, _new, _gone, _gallery).ToValues());
    }

    private void AddPresent(AuditFinding finding)
    {
        if (!_shown.TryGetValue(finding.RuleName, out List<AuditFinding>? shown))
        {
            _shown.Add(finding.RuleName, shown = []);
        }

        AddTo(shown, finding);
        if (finding.BaselineState == AuditBaselineState.New)
        {
            AddTo(_new, finding);
        }

        if (finding.RuleName.Equals(DuplicateRule, StringComparison.OrdinalIgnoreCase))
        {
            _gallery.Add(finding);
        }
    }

    private void AddTo(List<AuditFinding> list, AuditFinding finding)
    {
        if (list.Count < Options.MaximumFindingsPerRule)
        {
            list.Add(finding);
        }
    }
}
