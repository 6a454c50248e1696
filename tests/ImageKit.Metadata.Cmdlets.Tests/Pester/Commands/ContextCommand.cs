using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>Context: a block of tests.</summary>
[Cmdlet("Invoke", "PesterContext")]
public sealed class ContextCommand : BlockCommand;
