using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>AfterAll: runs after the block's last test.</summary>
[Cmdlet("Invoke", "PesterAfterAll")]
public sealed class AfterAllCommand() : HookCommand("AfterAll");
