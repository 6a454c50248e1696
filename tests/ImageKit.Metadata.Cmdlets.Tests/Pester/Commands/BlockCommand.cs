using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>What Describe and Context share: all of it.</summary>
public abstract class BlockCommand : PesterCommand
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock Fixture { get; set; } = null!;

    [Parameter]
    [Alias("Tags")]
    public string[] Tag { get; set; } = [];

    [Parameter]
    [AllowNull]
    public object? ForEach { get; set; }

    [Parameter]
    public SwitchParameter Skip { get; set; }

    protected override void ProcessRecord() =>
        Session.AddBlock(Name, WithoutParameters(Fixture), PesterData.Cases(ForEach, MyInvocation.BoundParameters.ContainsKey(nameof(ForEach))), Tag, Skip);
}
