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

    /// <summary>Null if it is too early to draw the bar again.</summary>
    public ProgressRecord? CreateDueRecord()
    {
        TimeSpan elapsed = Elapsed;
        if (elapsed < _next)
        {
            return null;
        }

        _next = elapsed + Interval;
        _shown = true;
        return CreateRecord(elapsed);
    }

    /// <summary>Null if the bar was never drawn.</summary>
    public ProgressRecord? CreateCompletedRecord() =>
        _shown ? new ProgressRecord(activityId, activity, "done") { RecordType = ProgressRecordType.Completed } : null;

    /// <summary>How long the work has taken so far.</summary>
    protected abstract TimeSpan Elapsed { get; }

    /// <summary>How far the work is.</summary>
    protected abstract ProgressRecord CreateRecord(TimeSpan elapsed);

    protected ProgressRecord CreateRecord(string status) => new(activityId, activity, status);
}
