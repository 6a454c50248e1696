using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>AfterEach: runs after each test, in the test's scope, the innermost block's first.</summary>
[Cmdlet("Invoke", "PesterAfterEach")]
public sealed class AfterEachCommand() : HookCommand("AfterEach");
