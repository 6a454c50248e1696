using System.Globalization;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Bulk;

/// <summary>What a run has done so far.</summary>
internal sealed class DownloadStatistics
{
    /// <summary>How many items were added.</summary>
    public long Added { get; set; }

    /// <summary>How many items were read.</summary>
    public long Read { get; private set; }

    /// <summary>How many of the items read came from a checkpoint file.</summary>
    public long FromCheckpoint { get; private set; }

    /// <summary>Failed items by kind.</summary>
    public SortedDictionary<ImageKitErrorKind, long> Failures { get; } = [];

    /// <summary>Attempts made again after a failure.</summary>
    public long Retries { get; set; }

    /// <summary>How long requests waited for the rate limit, averaged over the slots.</summary>
    public TimeSpan HeldBack { get; set; }

    /// <summary>Items that failed.</summary>
    public long Failed => Failures.Values.Sum();

    /// <summary>Items that were read or failed.</summary>
    public long Done => Read + Failed;

    /// <summary>Items that were requested from the service and are done.</summary>
    public long Requested => Done - FromCheckpoint;

    /// <summary>Counts an item that is done.</summary>
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
        string checkpoint = FromCheckpoint == 0 ? string.Empty : string.Format(CultureInfo.InvariantCulture, " ({0:N0} from the checkpoint)", FromCheckpoint);
        string failures = Failures.Count == 0
            ? string.Empty
            : $" ({string.Join(", ", Failures.Select(failure => string.Format(CultureInfo.InvariantCulture, "{0:N0} {1}", failure.Value, failure.Key)))})";
        double rate = elapsed > TimeSpan.Zero ? Requested / elapsed.TotalSeconds : 0;
        return string.Format(
            CultureInfo.InvariantCulture,
            "{0}: {1:N0} read{2}, {3:N0} failed{4}. {5}. {6:0.0} s held back by the rate limit. {7:N1} s in all, {8:N0} requests per second.",
            Quantity.ToDisplayText(Added, "image", "images"), Read, checkpoint, Failed, failures, Quantity.ToDisplayText(Retries, "retry", "retries"), HeldBack.TotalSeconds, elapsed.TotalSeconds, rate);
    }
}
