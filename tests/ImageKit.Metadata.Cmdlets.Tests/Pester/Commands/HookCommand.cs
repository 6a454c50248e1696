using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>What runs around tests: collected now, run later, once in a block at most.</summary>
public abstract class HookCommand(string name) : PesterCommand
{
    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    protected override void ProcessRecord()
    {
        if (!Session.RequireDiscovery(name).Hooks.TryAdd(name, WithoutParameters(ScriptBlock)))
        {
            throw new PSInvalidOperationException($"{name} is already defined in this block.");
        }
    }
}
