using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Compare-IKTransformation: rows, summaries, requests and errors.</summary>
public sealed class CompareIKTransformationTests : ConnectedShellTests
{
    [Fact]
    public void Each_image_and_transformation_is_a_row_and_the_original_asked_once()
    {
        var rows = Shell.Run("Compare-IKTransformation \"$u/bulk/1.jpg\", \"$u/bulk/2.jpg\" 'w-200', 'w-200,f-webp', 'q-10'").Succeeded().OutputAs<TransformationComparison>();

        Assert.Equal(
            from image in new[] { "bulk/1.jpg", "bulk/2.jpg" } from transformation in new[] { "w-200", "w-200,f-webp", "q-10" } select (Url(image), transformation),
            rows.Select(row => (row.Url!, row.Transformation!)));
        Assert.Equal(8, Emulator.Statistics.Requests);
        Assert.All(rows, row =>
        {
            Assert.Equal(row.OriginalSize - row.Size, row.SavedBytes);
            Assert.Equal(100.0 * row.SavedBytes / row.OriginalSize, row.SavedPercent);
            Assert.Equal(PHash.Parse(row.OriginalPHash!).DistanceTo(PHash.Parse(row.PHash!)), row.Distance);
        });
        Assert.Equal((200L, "jpg", "webp"), (rows[1].Width, rows[1].OriginalFormat, rows[1].Format));
        Assert.True(rows[1].Size < rows[0].Size && rows[0].Size < rows[0].OriginalSize);
    }

    [Fact]
    public void A_summary_follows_with_a_row_a_transformation()
    {
        ShellResult result = Shell.Run("1..5 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Compare-IKTransformation -Transformation 'q-10', 'w-20' -Summary").Succeeded();

        TransformationComparison[] rows = [.. result.Output.Take(10).Select(item => Assert.IsType<TransformationComparison>(item!.BaseObject))];
        TransformationSummary[] summaries = [.. result.Output.Skip(10).Select(item => Assert.IsType<TransformationSummary>(item!.BaseObject))];
        Assert.Equal(["q-10", "w-20"], summaries.Select(summary => summary.Transformation));
        foreach (TransformationSummary summary in summaries)
        {
            TransformationComparison[] own = [.. rows.Where(row => row.Transformation == summary.Transformation)];
            Assert.Equal((5, own.Sum(row => row.SavedBytes), own.Max(row => row.Distance)), (summary.Count, summary.SavedBytes, summary.WorstDistance));
            Assert.Equal(own.Select(row => row.SavedBytes!.Value).Order().ElementAt(2), summary.MedianSavedBytes);
            Assert.Equal(own.First(row => row.Distance == summary.WorstDistance).TransformedUrl, summary.WorstUrl);
        }
    }

    [Fact]
    public void A_image_that_cannot_be_read_is_one_error_and_a_bad_transformation_one_of_its_own()
    {
        ShellResult result = Shell.Run("\"$u/no-such.jpg\", 'nonsense', \"$u/bulk/1.jpg\" | Compare-IKTransformation -Transformation 'w-20', 'zz-1' -Summary");

        Assert.Equal(["NotFound", "InvalidUrl", "BadRequest"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal([Url("no-such.jpg"), "nonsense", Url("bulk/1.jpg") + "?tr=zz-1"], result.Errors.Select(error => error.TargetObject as string));
        Assert.Equal(3, result.Output.Count);
        Assert.Equal([1, 0], result.Output.Skip(1).Select(item => ((TransformationSummary)item!.BaseObject).Count));
    }

    [Fact]
    public void A_table_has_the_figures_and_the_summary_stays_readable_behind_it()
    {
        string text = Shell.Print("Compare-IKTransformation \"$u/samples/canon40d.jpg\" 'w-50,f-webp' -Summary");

        Assert.Contains("Transformation", text, StringComparison.Ordinal);
        Assert.Contains("jpg → webp", text, StringComparison.Ordinal);
        Assert.Contains("100 x 68 → 50 x 34", text, StringComparison.Ordinal);
        Assert.Contains("MedianSaved    : ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MedianSavedPercent", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_comes_through_CLIXML()
    {
        Shell.Run("$rows = Compare-IKTransformation \"$u/bulk/1.jpg\" 'w-20'").Succeeded();

        TransformationComparison copy = Shell.Run("[ImageKit.Metadata.TransformationComparison][System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($rows))").One<TransformationComparison>();

        TransformationComparison row = Shell.Run("$rows").One<TransformationComparison>();
        Assert.Equal((row.Url, row.SavedBytes, row.SavedPercent, row.Distance), (copy.Url, copy.SavedBytes, copy.SavedPercent, copy.Distance));
    }
}
