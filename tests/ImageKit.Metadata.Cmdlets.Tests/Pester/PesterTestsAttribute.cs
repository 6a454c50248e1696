using Xunit.Sdk;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>Puts every test of the project's Pester files in the place of the marked method.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ImageKit.Metadata.Cmdlets.Tests.Pester." + nameof(PesterDiscoverer), "ImageKit.Metadata.Cmdlets.Tests")]
public sealed class PesterTestsAttribute : FactAttribute;
