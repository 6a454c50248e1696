using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>It: one test, or one for each case.</summary>
[Cmdlet("Invoke", "PesterIt")]
public sealed class ItCommand : PesterCommand
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock Test { get; set; } = null!;

    [Parameter]
    public string[] Tag { get; set; } = [];

    [Parameter]
    [Alias("TestCases")]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ForEach { get; set; }

    [Parameter]
    public SwitchParameter Skip { get; set; }

    protected override void ProcessRecord() =>
        Session.AddTest(Name, WithoutParameters(Test), PesterData.Cases(ForEach, MyInvocation.BoundParameters.ContainsKey(nameof(ForEach))), Tag, Skip);
}
