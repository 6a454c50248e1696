using ImageKit.Metadata.Comparing;

namespace ImageKit.Metadata.Tests.Comparing;

/// <summary>What a transformation saves on one image and on many.</summary>
public sealed class TransformationTallyTests
{
    [Fact]
    public void A_comparison_shows_what_is_saved_and_how_much_the_image_changes()
    {
        TransformationComparison comparison = TransformationComparison.Between(
            new ImageMetadata { Url = "u", FileId = "f", Format = "jpg", Width = 40, Height = 30, Size = 1000, PHash = "00000000000000ff" },
            new ImageMetadata { Url = "u?tr=w-4", Format = "webp", Width = 4, Height = 3, Size = 150, PHash = "00000000000000f0" },
            "w-4");

        Assert.Equal(("u", "f", "w-4", "u?tr=w-4"), (comparison.Url, comparison.FileId, comparison.Transformation, comparison.TransformedUrl));
        Assert.Equal(("jpg", "webp", 40L, 30L, 4L, 3L), (comparison.OriginalFormat, comparison.Format, comparison.OriginalWidth, comparison.OriginalHeight, comparison.Width, comparison.Height));
        Assert.Equal((1000L, 150L, 850L, 85.0, 4), (comparison.OriginalSize, comparison.Size, comparison.SavedBytes, comparison.SavedPercent, comparison.Distance));
    }

    [Fact]
    public void What_is_not_known_is_not_made_up()
    {
        TransformationComparison comparison = TransformationComparison.Between(new ImageMetadata { Size = 0 }, new ImageMetadata { PHash = "00000000000000f0" }, "w-4");

        Assert.Equal((null, null, null), (comparison.SavedBytes, comparison.SavedPercent, comparison.Distance));
    }

    [Fact]
    public void A_summary_has_totals_medians_and_the_worst_drift()
    {
        TransformationTally tally = new("w-4");
        tally.Add(Comparison("a", 1000, 900, 1));
        tally.Add(Comparison("b", 2000, 500, 7));
        tally.Add(Comparison("c", 100, 200, 7));
        tally.Add(Comparison("d", 400, 100, 0));
        tally.Add(Comparison("video", null, 100, null));

        TransformationSummary summary = tally.Summarize();

        Assert.Equal(("w-4", 5, 3500L, 1700L, 1800L), (summary.Transformation, summary.Count, summary.OriginalSize, summary.Size, summary.SavedBytes));
        Assert.Equal(100.0 * 1800 / 3500, summary.SavedPercent);

        // Saved: 100, 1500, -100 and 300 bytes; 10, 75, -100 and 75 percent.
        Assert.Equal((200.0, 42.5), (summary.MedianSavedBytes, summary.MedianSavedPercent));
        Assert.Equal((7, "b"), (summary.WorstDistance, summary.WorstUrl));
    }

    [Fact]
    public void A_summary_of_nothing_is_empty()
    {
        TransformationSummary summary = new TransformationTally("w-4").Summarize();

        Assert.Equal((0, 0L, null, null, null), (summary.Count, summary.SavedBytes, summary.SavedPercent, summary.MedianSavedBytes, summary.WorstDistance));
    }

    private static TransformationComparison Comparison(string url, long? before, long after, int? distance) => new()
    {
        TransformedUrl = url,
        OriginalSize = before,
        Size = after,
        SavedBytes = before - after,
        SavedPercent = 100.0 * (before - after) / before,
        Distance = distance,
    };
}
