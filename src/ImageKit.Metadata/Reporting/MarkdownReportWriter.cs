using System.Globalization;
using System.Text;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>A summary for a pull request or a job: totals, a row a rule, and the worst findings.</summary>
internal sealed class MarkdownReportWriter(Stream stream, AuditReportOptions options) : ReportWriter(options)
{
    private const int ShownPerSeverity = 10;
    private static readonly AuditSeverity[] WorstFirst = [AuditSeverity.Error, AuditSeverity.Warning, AuditSeverity.Information];

    private readonly List<AuditFinding>[] _first = [[], [], []];

    public override void Add(AuditFinding finding)
    {
        List<AuditFinding> shown = _first[(int)finding.Severity];
        if (finding.AcceptedReason is null && shown.Count < ShownPerSeverity)
        {
            shown.Add(finding);
        }
    }

    public override void Complete(ImageTotals images, FindingTotals findings)
    {
        using StreamWriter text = new(stream, new UTF8Encoding(false), 4096, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine($"## {MarkdownText.Escape(Options.Title)}");
        text.WriteLine();
        text.WriteLine(Summarize(images, findings));
        text.WriteLine();
        if (findings.Count > 0)
        {
            text.WriteLine("| Rule | Errors | Warnings | Information | Can be saved |");
            text.WriteLine("| --- | ---: | ---: | ---: | ---: |");
            foreach (RuleTally rule in findings.Rules.Where(rule => rule.Count > 0))
            {
                text.WriteLine($"| {MarkdownText.Escape(rule.Name)} | {Number(rule[AuditSeverity.Error])} | {Number(rule[AuditSeverity.Warning])} | {Number(rule[AuditSeverity.Information])} | {(rule.SavingBytes > 0 ? ByteSize.Describe(rule.SavingBytes) : string.Empty)} |");
            }

            text.WriteLine();
            WriteWorst(text, findings);
        }

        text.WriteLine($"<sub>{ReportTool.Name} {ReportTool.Version}, {Options.CreatedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC</sub>");
    }

    private static string Summarize(ImageTotals images, FindingTotals findings)
    {
        List<string> facts = [];
        if (images.Count > 0)
        {
            facts.Add($"**{Number(images.Count)}** images ({ByteSize.Describe(images.Bytes)})");
        }

        facts.Add($"**{Number(findings.CountOf(AuditSeverity.Error))}** errors");
        facts.Add($"**{Number(findings.CountOf(AuditSeverity.Warning))}** warnings");
        facts.Add($"**{Number(findings.CountOf(AuditSeverity.Information))}** for information");
        if (findings.SavingBytes > 0)
        {
            facts.Add($"up to **{ByteSize.Describe(findings.SavingBytes)}** can be saved");
        }

        if (findings.AcceptedCount > 0)
        {
            facts.Add($"{Number(findings.AcceptedCount)} accepted by the baseline");
        }

        return string.Join(", ", facts) + ".";
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private void WriteWorst(StreamWriter text, FindingTotals findings)
    {
        AuditSeverity worst = WorstFirst.First(severity => findings.CountOf(severity) > 0);
        List<AuditFinding> shown = _first[(int)worst];
        text.WriteLine($"### The first {Number(shown.Count)} of {Number(findings.CountOf(worst))} findings of severity {worst}");
        text.WriteLine();
        text.WriteLine("| Rule | Image | Finding |");
        text.WriteLine("| --- | --- | --- |");
        foreach (AuditFinding finding in shown)
        {
            text.WriteLine($"| {MarkdownText.Escape(finding.RuleName)} | {MarkdownText.Escape(ReportText.Subject(finding))} | {MarkdownText.Escape(finding.Message)} |");
        }

        text.WriteLine();
    }
}
