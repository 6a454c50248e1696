namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>Tests that need an environment variable set, or unset: the process has only one of each.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessEnvironment
{
    public const string Name = "Environment";
}
