using System.Diagnostics;
using System.Management.Automation;
using Benchmarks.Bulk.Sides;
using ImageKit.Metadata;

namespace Benchmarks.Bulk.Cmdlets;

/// <summary>The counting end of a pipeline: how many came, when, and whether in order. It keeps none of them.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "BulkArrival")]
public sealed class MeasureBulkArrivalCommand : PSCmdlet
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _count;
    private int _countEarly;
    private double _secondsEarly;
    private int _last = -1;
    private bool _inOrder = true;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        _count++;
        if (InputObject.BaseObject is ImageMetadata metadata)
        {
            int number = BulkUrl.NumberOf(metadata.Url);
            _inOrder &= number > _last;
            _last = number;
        }

        if (_secondsEarly == 0 && _watch.Elapsed.TotalSeconds >= 2)
        {
            _countEarly = _count;
            _secondsEarly = _watch.Elapsed.TotalSeconds;
        }
    }

    protected override void EndProcessing() => WriteObject(new SideReport
    {
        Seconds = _watch.Elapsed.TotalSeconds,
        Count = _count,
        InOrder = _inOrder,
        CountEarly = _countEarly,
        SecondsEarly = _secondsEarly,
    });
}
