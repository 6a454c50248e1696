using System.Globalization;
using System.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// The totals as gauges, in text that is OpenMetrics and the Prometheus text format alike: what a textfile collector reads.
/// Every rule that ran has a sample, with 0 if it found nothing, so that a series does not break off.
/// </summary>
internal sealed class OpenMetricsReportWriter(Stream stream, AuditReportOptions options) : ReportWriter(options)
{
    private const string Prefix = "imagekit_audit_";

    private static readonly AuditSeverity[] Severities = [AuditSeverity.Error, AuditSeverity.Warning, AuditSeverity.Information];
    private static readonly AuditBaselineState?[] States = [null, AuditBaselineState.New, AuditBaselineState.Unchanged, AuditBaselineState.Updated, AuditBaselineState.Absent];

    public override void Add(AuditFinding finding)
    {
        // The totals have it.
    }

    public override void Complete(ReportTotals totals)
    {
        using StreamWriter text = new(stream, new UTF8Encoding(false), 4096, leaveOpen: true) { NewLine = "\n" };
        double seconds = Math.Floor((Options.CreatedAt.ToUniversalTime() - new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc)).TotalSeconds);
        WriteGauge(text, "timestamp_seconds", "When the report was made, in seconds since 1970.", (long)seconds);
        if (totals.Result is AuditResult result)
        {
            WriteResult(text, result);
        }

        WriteGauge(text, "bytes", "Bytes of the audited images and files.", totals.Images.Bytes);
        WriteGauge(text, "saving_bytes", "Bytes of storage that can be saved at most.", totals.Findings.SavingBytes);
        WriteGauge(text, "accepted_findings", "Findings that a baseline accepts.", totals.Findings.AcceptedCount);
        WriteRules(text, totals);
        WriteFolders(text, totals.Findings);
        text.WriteLine("# EOF");
    }

    private static void WriteResult(StreamWriter text, AuditResult result)
    {
        WriteGauge(text, "complete", "1 if something was audited and everything could be checked, else 0.", result.IsComplete ? 1 : 0);
        WriteGauge(text, "images", "Images audited with their metadata.", result.ImageCount);
        WriteGauge(text, "files", "Files audited as the library lists them.", result.FileCount);
        WriteGauge(text, "unreachable", "Images that do not exist.", result.UnreachableCount);
        WriteGauge(text, "unreadable", "Images that the service cannot read.", result.UnreadableCount);
        WriteGauge(text, "not_checked", "Images that could not be checked because of the service, the network, a limit or the key.", result.NotCheckedCount);
        WriteHeader(text, "failures", "Images that failed, by error ID.");
        foreach (KeyValuePair<string, object?> failure in result.FailedByError)
        {
            WriteSample(text, "failures", Convert.ToInt64(failure.Value, CultureInfo.InvariantCulture), ("error", failure.Key));
        }

        WriteHeader(text, "rule_not_checked", "Images that a rule could not check for want of data.");
        foreach (AuditRuleResult rule in result.Rules.Where(rule => rule.Rule.IsEnabled))
        {
            WriteSample(text, "rule_not_checked", rule.NotCheckedCount, ("rule", rule.Rule.Name));
        }
    }

    private static void WriteRules(StreamWriter text, ReportTotals totals)
    {
        FindingTotals findings = totals.Findings;
        AuditBaselineState?[] states = findings.HasStates ? [.. States.Skip(1)] : [null];
        WriteHeader(text, "findings", "Findings by rule, severity and how they compare to the earlier audit, without accepted ones.");
        string[] silent = [.. totals.RulesThatRan.Select(rule => rule.Rule.Name).Where(name => findings.OfRule(name) is null)];
        foreach (string name in silent)
        {
            AuditSeverity severity = totals.RuleOf(name)!.Severity;
            foreach (AuditBaselineState? state in states)
            {
                WriteFindings(text, name, severity, state, 0);
            }
        }

        foreach (FindingTally rule in findings.Rules)
        {
            foreach (AuditSeverity severity in Severities)
            {
                foreach (AuditBaselineState? state in States.Where(state => states.Contains(state) || rule.Of(severity, state) > 0))
                {
                    WriteFindings(text, rule.Name, severity, state, rule.Of(severity, state));
                }
            }
        }

        WriteHeader(text, "rule_saving_bytes", "Bytes of storage that can be saved at most, by rule; a file counts once.");
        foreach (FindingTally rule in findings.Rules)
        {
            WriteSample(text, "rule_saving_bytes", rule.SavingBytes, ("rule", rule.Name));
        }
    }

    private static void WriteFindings(StreamWriter text, string rule, AuditSeverity severity, AuditBaselineState? state, long count) =>
        WriteSample(text, "findings", count, ("rule", rule), ("severity", Lower(severity)), ("state", state is null ? "none" : Lower(state)));

    private static void WriteFolders(StreamWriter text, FindingTotals findings)
    {
        WriteHeader(text, "folder_findings", "Findings by top-level folder and severity, without accepted ones.");
        foreach (FindingTally folder in findings.Folders)
        {
            foreach (AuditSeverity severity in Severities)
            {
                WriteSample(text, "folder_findings", folder[severity], ("folder", folder.Name), ("severity", Lower(severity)));
            }
        }
    }

    private static void WriteGauge(StreamWriter text, string name, string help, long value)
    {
        WriteHeader(text, name, help);
        WriteSample(text, name, value);
    }

    private static void WriteHeader(StreamWriter text, string name, string help)
    {
        text.WriteLine($"# HELP {Prefix}{name} {help}");
        text.WriteLine($"# TYPE {Prefix}{name} gauge");
    }

    private static void WriteSample(StreamWriter text, string name, long value, params (string Name, string Value)[] labels)
    {
        string list = string.Join(",", labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""));
        text.WriteLine($"{Prefix}{name}{(list.Length == 0 ? string.Empty : "{" + list + "}")} {value.ToString(CultureInfo.InvariantCulture)}");
    }

    private static string Lower(object value) => value.ToString()!.ToLowerInvariant();

    private static string Escape(string value) => ReportText.Printable(value, 200).Replace("\\", "\\\\").Replace("\"", "\\\"");
}
