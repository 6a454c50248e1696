using System.Text;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>A summary for a pull request or a job: totals, one row per rule, and the worst findings with links to the images.</summary>
internal sealed class MarkdownReportWriter(Stream stream, AuditReportOptions options) : ReportWriter(options)
{
    private readonly WorstFindings _worst = new(10);

    public override void Add(AuditFinding finding) => _worst.Add(finding);

    public override void Complete(ReportTotals totals)
    {
        using StreamWriter text = new(stream, new UTF8Encoding(false), 4096, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine($"## {MarkdownText.Escape(Options.Title)}");
        text.WriteLine();
        WriteSummary(text, totals);
        if (totals.Findings.Count > 0)
        {
            WriteRules(text, totals.Findings);
            WriteWorst(text, totals.Findings);
        }

        text.WriteLine($"<sub>{ReportTool.Name} {ReportTool.Version}, {ReportPhrases.Time(Options.CreatedAt)}</sub>");
    }

    private void WriteSummary(StreamWriter text, ReportTotals totals)
    {
        if (ReportPhrases.Changes(totals) is string changes)
        {
            text.WriteLine($"**{changes}** since {ReportPhrases.Earlier(totals)}.");
            text.WriteLine();
        }

        text.WriteLine(string.Join(", ", ReportPhrases.Figures(totals)) + ".");
        text.WriteLine();
        foreach (string note in totals.Notes)
        {
            text.WriteLine($"**Note:** {MarkdownText.Escape(note)}");
            text.WriteLine();
        }

        if (Options.PageUrl is Uri page)
        {
            text.WriteLine(MarkdownText.Link("Open the report", page.AbsoluteUri));
            text.WriteLine();
        }
    }

    private static void WriteRules(StreamWriter text, FindingTotals findings)
    {
        text.WriteLine("| What was found | Rule | Errors | Warnings | Information | Storage to save |");
        text.WriteLine("| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (FindingTally rule in findings.Rules.Where(rule => rule.Count > 0))
        {
            text.WriteLine($"| {MarkdownText.Escape(RuleTitles.Of(rule.Name))} | {MarkdownText.Escape(rule.Name)} | {ReportPhrases.Number(rule[AuditSeverity.Error])} | {ReportPhrases.Number(rule[AuditSeverity.Warning])} | {ReportPhrases.Number(rule[AuditSeverity.Information])} | {(rule.SavingBytes > 0 ? ByteSize.ToDisplayText(rule.SavingBytes) : string.Empty)} |");
        }

        text.WriteLine();
    }

    private void WriteWorst(StreamWriter text, FindingTotals findings)
    {
        text.WriteLine($"### The worst {ReportPhrases.Number(_worst.Findings.Count)} of {Quantity.ToDisplayText(findings.Count, "finding", "findings")}");
        text.WriteLine();
        text.WriteLine("| Severity | Image | Finding | What to do |");
        text.WriteLine("| --- | --- | --- | --- |");
        foreach (AuditFinding finding in _worst.Findings)
        {
            string severity = finding.BaselineState == AuditBaselineState.New ? $"{finding.Severity} (new)" : finding.Severity.ToString();
            string name = ReportText.Split(finding.Url, finding.FileId).Name;
            text.WriteLine($"| {severity} | {MarkdownText.Link(name.Length == 0 ? "image" : name, finding.Url)} | {MarkdownText.Escape(finding.Message)} | {MarkdownText.Escape(finding.Recommendation)} |");
        }

        text.WriteLine();
    }
}
