using System.Globalization;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Reporting;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>Checks metadata and files against rules.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "IKAudit", HelpUri = OnlineHelp.Pages + "Invoke-IKAudit.md")]
[OutputType(typeof(AuditFinding), typeof(AuditSummary))]
public sealed class InvokeIKAuditCommand : AuditCommand
{
    private readonly ReportTotals _totals = new();
    private long _findings;

    /// <summary>Emits accepted findings too, with the reason in <c>AcceptedReason</c>. They do not count for <c>-FailOn</c>.</summary>
    [Parameter]
    public SwitchParameter IncludeAccepted { get; set; }

    /// <summary>Emits one summary in place of the findings: what was read, found and not checked, in all, by rule and by folder.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    private protected override void Add(AuditSubject subject)
    {
        if (Summary)
        {
            _totals.Images.Add(subject.Image);
        }

        base.Add(subject);
    }

    private protected override void WriteFinding(AuditFinding finding)
    {
        if (Summary)
        {
            _totals.Findings.Add(finding);
        }
        else if (finding.AcceptedReason is null || IncludeAccepted)
        {
            _findings++;
            WriteObject(finding);
        }
    }

    private protected override void WriteResult(AuditResult result)
    {
        if (Summary)
        {
            _totals.Result = result;
            AuditSummary summary = AuditSummary.Of(_totals);
            _findings = summary.FindingCount;
            WriteObject(summary);
        }

        WriteVerbose($"{result}; {Quantity.ToDisplayText(_findings, "finding", "findings", CultureInfo.CurrentCulture)}.");
    }
}
