using ImageKit.Metadata.Cmdlets.Tests.Engine;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>Finds the Pester tests for xunit.</summary>
public sealed class PesterDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        TestMethodDisplay display = discoveryOptions.MethodDisplayOrDefault();
        TestMethodDisplayOptions options = discoveryOptions.MethodDisplayOptionsOrDefault();
        IXunitTestCase[] cases =
        [
            .. from path in PesterFile.All
               from index in Enumerable.Range(0, PesterFile.At(path).Tests.Count)
               select new PesterTestCase(diagnostics, display, options, testMethod, path, index),
        ];
        return cases.Length > 0
            ? cases
            : [new ExecutionErrorTestCase(diagnostics, display, options, testMethod, $"There is no Pester file in {Repository.PesterDirectory}.")];
    }
}
