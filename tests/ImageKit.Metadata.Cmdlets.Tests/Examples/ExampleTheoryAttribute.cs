using Xunit.Sdk;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>A theory over examples; those that cannot be run here are reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ImageKit.Metadata.Cmdlets.Tests.Examples." + nameof(ExampleDiscoverer), "ImageKit.Metadata.Cmdlets.Tests")]
public sealed class ExampleTheoryAttribute : TheoryAttribute;
