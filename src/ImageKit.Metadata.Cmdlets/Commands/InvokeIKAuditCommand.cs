using System.Management.Automation;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>Checks metadata against rules.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "IKAudit", HelpUri = OnlineHelp.Pages + "Invoke-IKAudit.md")]
[OutputType(typeof(AuditFinding))]
public sealed class InvokeIKAuditCommand : AuditCommand
{
    private bool _gotAny;
    private long _images;
    private long _findings;
    private long _failing;

    /// <summary>Ends with an error after the last finding if one is of this severity or worse: for CI.</summary>
    [Parameter]
    public AuditSeverity? FailOn { get; set; }

    /// <summary>Emits findings that the baseline has, too, with the reason in <c>AcceptedReason</c>. They do not count for <c>-FailOn</c>.</summary>
    [Parameter]
    public SwitchParameter IncludeAccepted { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _gotAny |= InputObject is { Length: > 0 };
        base.ProcessRecord();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (AuditFinding finding in CompleteAudit())
        {
            Report(finding);
        }

        TellOfBaseline();
        if (!_gotAny)
        {
            WriteWarning("Nothing was audited: nothing came down the pipeline.");
        }

        WriteVerbose($"{_images:N0} images, {_findings:N0} findings.");
        if (_failing > 0)
        {
            ThrowTerminatingError(IKErrorRecord.AuditFailed(_failing, FailOn!.Value));
        }
    }

    private protected override void Take(ImageMetadata image)
    {
        _images++;
        foreach (AuditFinding finding in Auditor.Check(image))
        {
            Report(finding);
        }
    }

    private protected override void Take(FailedImage image)
    {
        _images++;
        if (Auditor.Check(image) is AuditFinding finding)
        {
            Report(finding);
        }
    }

    /// <summary>A finding of an earlier audit goes on, so that two audits can be put together.</summary>
    private protected override void Take(AuditFinding finding) => Report(finding);

    private void Report(AuditFinding finding)
    {
        if (IsAccepted(finding))
        {
            if (IncludeAccepted)
            {
                WriteObject(finding);
            }

            return;
        }

        _findings++;
        if (finding.Severity >= FailOn)
        {
            _failing++;
        }

        WriteObject(finding);
    }
}
