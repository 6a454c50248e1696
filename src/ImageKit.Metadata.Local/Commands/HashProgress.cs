using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata.Decoding;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Base;

/// <summary>The progress bar of hashing: done, failed, rate, and time left where the total is known.</summary>
internal sealed class HashProgress(string activity, Stopwatch elapsed) : ProgressBar(5, activity)
{
    private int _done;
    private int _failed;
    private long _bytes;

    /// <summary>How many files there are; null if the pipeline supplies them.</summary>
    internal int? Total { get; set; }

    protected override TimeSpan Elapsed => elapsed.Elapsed;

    internal void Count(HashedFile file)
    {
        _done++;
        _failed += file.Failure is null ? 0 : 1;
        _bytes += file.Image?.Size ?? 0;
    }

    internal string ToSummary() => string.Format(
        CultureInfo.CurrentCulture,
        "{0}: {1:N0} hashed, {2:N0} failed, {3:N1} MB in {4:N1} s.",
        Quantity.ToDisplayText(_done, "file", "files", CultureInfo.CurrentCulture),
        _done - _failed,
        _failed,
        _bytes / 1e6,
        Elapsed.TotalSeconds);

    protected override ProgressRecord CreateRecord(TimeSpan elapsed)
    {
        double rate = _done / elapsed.TotalSeconds;
        string ofTotal = Total is null ? string.Empty : string.Format(CultureInfo.CurrentCulture, " of {0:N0}", Total);
        ProgressRecord record = CreateRecord(
            string.Format(CultureInfo.CurrentCulture, "{0:N0}{1} done, {2:N0} failed, {3:N1} images per second", _done, ofTotal, _failed, rate));
        if (Total is > 0)
        {
            record.PercentComplete = 100 * _done / Total.Value;
            if (rate > 0)
            {
                record.SecondsRemaining = (int)((Total.Value - _done) / rate);
            }
        }

        return record;
    }
}
