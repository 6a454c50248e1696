using System.Diagnostics;
using System.Globalization;

namespace ImageKit.Metadata.Base;

/// <summary>The progress bar of a step with a known number of files.</summary>
internal sealed class ChangeProgress(string activity, string step, int total) : ProgressBar(5, activity)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>How many files are done.</summary>
    public int Done { get; set; }

    protected override TimeSpan Elapsed => _watch.Elapsed;

    protected override ProgressRecord CreateRecord(TimeSpan elapsed)
    {
        ProgressRecord record = CreateRecord(string.Format(CultureInfo.CurrentCulture, "{0}: {1:N0} of {2:N0} files", step, Done, total));
        record.PercentComplete = (int)(100L * Done / Math.Max(1, total));
        return record;
    }
}
