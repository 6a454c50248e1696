using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>BeforeAll: runs before the block's first test; its variables are seen in the whole block.</summary>
[Cmdlet("Invoke", "PesterBeforeAll")]
public sealed class BeforeAllCommand() : HookCommand("BeforeAll");
