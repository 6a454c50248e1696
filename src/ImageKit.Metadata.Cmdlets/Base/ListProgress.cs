using System.Globalization;
using ImageKit.Metadata.Library;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Base;

/// <summary>The progress bar of a listing: how many elements and pages have arrived. The service does not report how many there are.</summary>
internal sealed class ListProgress(string activity, MediaLister lister, long first) : ProgressBar(3, activity)
{
    protected override TimeSpan Elapsed => lister.Elapsed;

    protected override ProgressRecord CreateRecord(TimeSpan elapsed)
    {
        ProgressRecord record = CreateRecord(
            string.Format(CultureInfo.CurrentCulture, "{0:N0} emitted, {1} received", lister.Emitted, Quantity.ToDisplayText(lister.Pages, "page", "pages", CultureInfo.CurrentCulture)));
        if (first < int.MaxValue)
        {
            record.PercentComplete = (int)(100 * lister.Emitted / Math.Max(1, first));
        }

        return record;
    }
}
