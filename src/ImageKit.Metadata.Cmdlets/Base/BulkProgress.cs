using System.Globalization;
using ImageKit.Metadata.Bulk;

namespace ImageKit.Metadata.Base;

/// <summary>The progress bar of a bulk run: done, failed, rate, and time left where the total is known.</summary>
internal sealed class BulkProgress(string activity, MetadataDownloader downloader, long? total) : ProgressBar(1, activity)
{
    protected override TimeSpan Elapsed => downloader.Elapsed;

    protected override ProgressRecord CreateRecord(TimeSpan elapsed)
    {
        DownloadStatistics statistics = downloader.Statistics;

        // What came from a checkpoint came at once, and says nothing about the rest.
        double rate = statistics.Requested / elapsed.TotalSeconds;
        string ofTotal = total is null ? string.Empty : string.Format(CultureInfo.CurrentCulture, " of {0:N0}", total);
        ProgressRecord record = CreateRecord(
            string.Format(CultureInfo.CurrentCulture, "{0:N0}{1} done, {2:N0} failed, {3:N0} requests per second", statistics.Done, ofTotal, statistics.Failed, rate));
        if (downloader.WaitReason is string reason)
        {
            record.CurrentOperation = reason;
        }

        if (total is > 0)
        {
            record.PercentComplete = (int)Math.Min(100, 100 * statistics.Done / total.Value);
            if (rate > 0)
            {
                record.SecondsRemaining = (int)Math.Min(int.MaxValue, (total.Value - statistics.Done) / rate);
            }
        }

        return record;
    }
}
