namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>A parameter as a page describes it.</summary>
internal sealed record HelpParameter(string Name, string Description, ParameterFacts Facts);
