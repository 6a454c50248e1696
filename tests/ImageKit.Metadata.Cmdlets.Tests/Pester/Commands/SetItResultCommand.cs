using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>Set-ItResult -Skipped: the test finds out that it cannot run here. xunit has no inconclusive tests, so nor has the stand-in.</summary>
[Cmdlet(VerbsCommon.Set, "ItResult")]
public sealed class SetItResultCommand : PesterCommand
{
    [Parameter(Mandatory = true)]
    public SwitchParameter Skipped { get; set; }

    [Parameter]
    public string Because { get; set; } = "";

    protected override void ProcessRecord()
    {
        if (!Skipped || !Session.IsTestRunning)
        {
            throw new PSInvalidOperationException("Set-ItResult -Skipped belongs in an It.");
        }

        ThrowTerminatingError(new ErrorRecord(new PesterSkipException(Because.Length > 0 ? Because : "The test skipped itself."), "PesterTestSkipped", ErrorCategory.OperationStopped, null));
    }
}
