using System.ComponentModel;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>One Pester test as a case of xunit, with Pester's own name and result.</summary>
internal sealed class PesterTestCase : XunitTestCase
{
    private string _path = "";
    private int _index;

    /// <summary>For the deserializer of xunit.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For the deserializer of xunit only.")]
    public PesterTestCase()
    {
    }

    public PesterTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, string path, int index)
        : base(diagnostics, display, options, method)
    {
        _path = path;
        _index = index;
    }

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue("Path", _path);
        data.AddValue("Index", _index);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        _path = data.GetValue<string>("Path");
        _index = data.GetValue<int>("Index");
        base.Deserialize(data);
    }

    /// <summary>The result is made when the file runs; here it is only told to xunit.</summary>
    public override Task<RunSummary> RunAsync(IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        var test = new XunitTest(this, DisplayName);
        messageBus.QueueMessage(new TestCaseStarting(this));
        messageBus.QueueMessage(new TestStarting(test));

        PesterResult result = PesterFile.At(_path).Run()[_index].Result!;
        var seconds = (decimal)result.Duration.TotalSeconds;
        messageBus.QueueMessage(result.Outcome switch
        {
            PesterOutcome.Passed => new TestPassed(test, seconds, ""),
            PesterOutcome.Skipped => new TestSkipped(test, result.Message),
            _ => new TestFailed(test, seconds, "", [typeof(PesterAssertionException).FullName], [result.Message], [result.StackTrace], [-1]),
        });

        int failed = result.Outcome == PesterOutcome.Failed ? 1 : 0;
        int skipped = result.Outcome == PesterOutcome.Skipped ? 1 : 0;
        messageBus.QueueMessage(new TestFinished(test, seconds, ""));
        messageBus.QueueMessage(new TestCaseFinished(this, seconds, 1, failed, skipped));
        return Task.FromResult(new RunSummary { Total = 1, Failed = failed, Skipped = skipped, Time = seconds });
    }

    protected override void Initialize()
    {
        base.Initialize();
        PesterFile file = PesterFile.At(_path);
        PesterTest test = file.Tests[_index];
        DisplayName = $"{file.Name}: {test.FullName}";
        SkipReason = test.Skip;
    }

    protected override string GetUniqueID() => $"{Path.GetRelativePath(Repository.PesterDirectory, _path)}#{_index}";
}
