using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>BeforeDiscovery: runs at once, where it stands; the name tells the reader that it is not part of the run.</summary>
[Cmdlet("Invoke", "PesterBeforeDiscovery")]
public sealed class BeforeDiscoveryCommand : PesterCommand
{
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    protected override void ProcessRecord()
    {
        Session.RequireDiscovery("BeforeDiscovery");
        Session.DotSource(WithoutParameters(ScriptBlock));
    }
}
