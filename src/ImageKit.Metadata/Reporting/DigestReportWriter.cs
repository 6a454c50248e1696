using System.Text;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// A short page for mail and chat: the figures and the ten worst findings. Its styles are attributes without variables, which
/// is what mail programs show.
/// </summary>
internal sealed class DigestReportWriter(Stream stream, AuditReportOptions options) : ReportWriter(options)
{
    private const int MaximumRules = 15;
    private const int MaximumText = 200;
    private const int MaximumName = 60;
    private const int MaximumAddress = 600;

    private static readonly PageTemplate Template = PageTemplate.Load("digest.html");

    private readonly WorstFindings _worst = new(10);

    public override void Add(AuditFinding finding) => _worst.Add(finding);

    public override void Complete(ReportTotals totals)
    {
        FindingTally[] rules = [.. totals.Findings.Rules.Where(rule => rule.Count > 0)];
        using StreamWriter text = new(stream, new UTF8Encoding(false), 4096, leaveOpen: true) { NewLine = "\n" };
        Template.Write(text, new PageValues
        {
            ["title"] = ReportText.Printable(Options.Title, MaximumText),
            ["changes"] = ReportPhrases.Changes(totals),
            ["earlier"] = ReportPhrases.Earlier(totals),
            ["figures"] = string.Join(", ", ReportPhrases.Figures(totals)) + ".",
            ["notes"] = totals.Notes.Select(note => new PageValues { ["note"] = ReportText.Printable(note, MaximumAddress) }).ToArray(),
            ["pageUrl"] = Options.PageUrl?.AbsoluteUri,
            ["hasRules"] = rules.Length > 0,
            ["rules"] = rules.Take(MaximumRules).Select(ToValues).ToArray(),
            ["hasWorst"] = _worst.Findings.Count > 0,
            ["worstTitle"] = $"The worst {_worst.Findings.Count} of {Quantity.ToDisplayText(totals.Findings.Count, "finding", "findings")}",
            ["worst"] = _worst.Findings.Select(ToValues).ToArray(),
            ["tool"] = $"{ReportTool.Name} {ReportTool.Version}, {ReportPhrases.Time(Options.CreatedAt)}",
        });
    }

    private static PageValues ToValues(FindingTally rule) => new()
    {
        ["rule"] = ReportText.Printable(RuleTitles.Of(rule.Name), MaximumText),
        ["name"] = ReportText.Printable(rule.Name, MaximumName),
        ["count"] = ReportPhrases.Number(rule.Count),
        ["saving"] = rule.SavingBytes > 0 ? Text.ByteSize.ToDisplayText(rule.SavingBytes) : string.Empty,
    };

    private static PageValues ToValues(AuditFinding finding) => new()
    {
        ["severity"] = finding.BaselineState == AuditBaselineState.New ? $"{finding.Severity} (new)" : finding.Severity.ToString(),
        ["name"] = ReportText.Printable(ReportText.Split(finding.Url, finding.FileId).Name, MaximumText),
        ["link"] = finding.Url is { Length: < MaximumAddress } url && ImageUrl.Validate(url) is null ? url : null,
        ["message"] = ReportText.Printable(finding.Message, MaximumText),
        ["advice"] = ReportText.Printable(finding.Recommendation, MaximumText),
    };
}
