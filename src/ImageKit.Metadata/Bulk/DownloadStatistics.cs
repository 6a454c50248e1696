using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Bulk;

/// <summary>What a run has done so far.</summary>
internal sealed class DownloadStatistics
{
    public long Added { get; set; }

    public long Read { get; private set; }

    /// <summary>How many of the items read came from a checkpoint file.</summary>
    public long FromCheckpoint { get; private set; }

    public SortedDictionary<ImageKitErrorKind, long> Failures { get; } = [];

    /// <summary>Attempts made again after a failure.</summary>
    public long Retries { get; set; }

    /// <summary>How long requests waited for the rate limit, averaged over the slots.</summary>
    public TimeSpan HeldBack { get; set; }

    public long Failed => Failures.Values.Sum();

    /// <summary>Items that were read or failed.</summary>
    public long Done => Read + Failed;

    /// <summary>Items that were requested from the service and are done.</summary>
    public long Requested => Done - FromCheckpoint;

    public void Count(ImageKitException? error, bool isFromCheckpoint)
    {
        if (error is null)
        {
            Read++;
            FromCheckpoint += isFromCheckpoint ? 1 : 0;
        }
        else
        {
            Failures.TryGetValue(error.Kind, out long count);
            Failures[error.Kind] = count + 1;
        }
    }

    /// <summary>The run in a few sentences.</summary>
    public string ToSummary(TimeSpan elapsed)
    {
        string checkpoint = FromCheckpoint == 0 ? string.Empty : FormattableString.Invariant($" ({FromCheckpoint:N0} from the checkpoint)");
        string kinds = string.Join(", ", Failures.Select(failure => FormattableString.Invariant($"{failure.Value:N0} {failure.Key}")));
        string failures = kinds.Length == 0 ? string.Empty : $" ({kinds})";
        double rate = elapsed > TimeSpan.Zero ? Requested / elapsed.TotalSeconds : 0;
        return FormattableString.Invariant($"{Quantity.ToDisplayText(Added, "image", "images")}: {Read:N0} read{checkpoint}, {Failed:N0} failed{failures}. ")
            + FormattableString.Invariant($"{Quantity.ToDisplayText(Retries, "retry", "retries")}. {HeldBack.TotalSeconds:0.0} s held back by the rate limit. ")
            + FormattableString.Invariant($"{elapsed.TotalSeconds:N1} s in all, {rate:N0} requests per second.");
    }
}
