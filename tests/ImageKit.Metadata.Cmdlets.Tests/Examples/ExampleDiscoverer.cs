using Xunit.Abstractions;
using Xunit.Sdk;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>Finds the examples for xunit, which by itself can skip all of a theory's rows but not one.</summary>
public sealed class ExampleDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow)
    {
        ExamplePage page = ExamplePage.At((string)dataRow[0]);
        return page.WhySkipped(page.Examples.Single(example => example.Line == (int)dataRow[1])) is string reason
            ? CreateTestCasesForSkippedDataRow(discoveryOptions, testMethod, theoryAttribute, dataRow, reason)
            : base.CreateTestCasesForDataRow(discoveryOptions, testMethod, theoryAttribute, dataRow);
    }
}
