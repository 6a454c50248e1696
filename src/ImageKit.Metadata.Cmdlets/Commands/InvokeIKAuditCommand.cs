using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>Checks metadata and files against rules.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "IKAudit", HelpUri = OnlineHelp.Pages + "Invoke-IKAudit.md")]
[OutputType(typeof(AuditFinding))]
public sealed class InvokeIKAuditCommand : AuditCommand
{
    private long _findings;

    /// <summary>Emits accepted findings too, with the reason in <c>AcceptedReason</c>. They do not count for <c>-FailOn</c>.</summary>
    [Parameter]
    public SwitchParameter IncludeAccepted { get; set; }

    private protected override void WriteFinding(AuditFinding finding)
    {
        if (finding.AcceptedReason is not null && !IncludeAccepted)
        {
            return;
        }

        _findings++;
        WriteObject(finding);
    }

    private protected override void WriteResult(AuditResult result) => WriteVerbose($"{result}; {Quantity.ToDisplayText(_findings, "finding", "findings", CultureInfo.CurrentCulture)}.");
}
