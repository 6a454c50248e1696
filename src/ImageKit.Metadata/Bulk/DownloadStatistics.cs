using System.Globalization;

namespace ImageKit.Metadata.Bulk;

/// <summary>What a run has done so far.</summary>
internal sealed class DownloadStatistics
{
    /// <summary>Items put in.</summary>
    public long Asked { get; set; }

    /// <summary>Items with metadata.</summary>
    public long Answered { get; set; }

    /// <summary>Of the answered, those that a checkpoint file already held.</summary>
    public long FromCheckpoint { get; set; }

    /// <summary>Failed items by kind.</summary>
    public SortedDictionary<ImageKitErrorKind, long> Failures { get; } = [];

    /// <summary>Attempts made again after a failure.</summary>
    public long Retries { get; set; }

    /// <summary>The time for which requests were held back by the rate limit, averaged over the slots.</summary>
    public TimeSpan HeldBack { get; set; }

    /// <summary>Items that are finished, well or not.</summary>
    public long Done => Answered + Failed;

    /// <summary>Items that failed.</summary>
    public long Failed => Failures.Values.Sum();

    /// <summary>The run in one sentence.</summary>
    public string Summarize(TimeSpan elapsed)
    {
        string failures = Failures.Count == 0
            ? "none failed"
            : "failed: " + string.Join(", ", Failures.Select(failure => $"{failure.Value.ToString("N0", CultureInfo.InvariantCulture)} {failure.Key}"));
        double rate = elapsed > TimeSpan.Zero ? (Done - FromCheckpoint) / elapsed.TotalSeconds : 0;
        return string.Format(
            CultureInfo.InvariantCulture,
            "{0:N0} asked, {1:N0} answered, {2:N0} of them from the checkpoint; {3}; {4:N0} retries; {5:0.0} s held back by the rate limit; {6:N1} s in all, {7:N0} requests a second.",
            Asked, Answered, FromCheckpoint, failures, Retries, HeldBack.TotalSeconds, elapsed.TotalSeconds, rate);
    }
}
