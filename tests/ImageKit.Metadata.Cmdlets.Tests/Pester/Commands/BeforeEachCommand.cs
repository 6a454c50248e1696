using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>BeforeEach: runs before each test, in the test's scope, the outermost block's first.</summary>
[Cmdlet("Invoke", "PesterBeforeEach")]
public sealed class BeforeEachCommand() : HookCommand("BeforeEach");
