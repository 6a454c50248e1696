using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>Describe: a block of tests.</summary>
[Cmdlet("Invoke", "PesterDescribe")]
public sealed class DescribeCommand : BlockCommand;
