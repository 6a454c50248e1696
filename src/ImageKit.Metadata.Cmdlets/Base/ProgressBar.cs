using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace ImageKit.Metadata.Base;

/// <summary>
/// When a progress bar is drawn: not in the first second, since a bar that flashes by shows nothing, and then at most five
/// times a second, since drawing it costs time.
/// </summary>
internal abstract class ProgressBar(int activityId, string activity)
{
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private TimeSpan _next = FirstAfter;
    private bool _shown;

    public bool TryCreateRecord([NotNullWhen(true)] out ProgressRecord? record)
    {
        record = null;
        TimeSpan elapsed = Elapsed;
        if (elapsed < _next)
        {
            return false;
        }

        _next = elapsed + Interval;
        _shown = true;
        record = CreateRecord(elapsed);
        return true;
    }

    public bool TryComplete([NotNullWhen(true)] out ProgressRecord? record)
    {
        record = null;
        if (_shown)
        {
            record = CreateRecord("done");
            record.RecordType = ProgressRecordType.Completed;
        }

        return _shown;
    }

    /// <summary>How long the work has taken so far.</summary>
    protected abstract TimeSpan Elapsed { get; }

    /// <summary>How far the work is.</summary>
    protected abstract ProgressRecord CreateRecord(TimeSpan elapsed);

    protected ProgressRecord CreateRecord(string status) => new(activityId, activity, status);
}
