using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Compare-IKTransformation: rows, summaries, requests and errors.</summary>
public sealed class CompareIKTransformationTests : ConnectedShellTests
{
    [Fact]
    public void Each_image_and_transformation_is_a_row_and_the_original_is_requested_once()
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
    public void A_summary_per_transformation_is_all_that_Summary_emits()
    {
        const string Images = "1..5 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Compare-IKTransformation -Transformation 'q-10', 'w-20'";
        IReadOnlyList<TransformationComparison> rows = Shell.Run(Images).Succeeded().OutputAs<TransformationComparison>();
        IReadOnlyList<TransformationSummary> summaries = Shell.Run(Images + " -Summary").Succeeded().OutputAs<TransformationSummary>();

        Assert.Equal(["q-10", "w-20"], summaries.Select(summary => summary.Transformation));
        foreach (TransformationSummary summary in summaries)
        {
            TransformationComparison[] own = [.. rows.Where(row => row.Transformation == summary.Transformation)];
            Assert.Equal((5, own.Sum(row => row.SavedBytes), own.Max(row => row.Distance)), (summary.Count, summary.SavedBytes, summary.WorstDistance));
            Assert.Equal(own.Select(row => row.SavedBytes!.Value).Order().ElementAt(2), summary.MedianSavedBytes);
            Assert.Equal(own.First(row => row.Distance == summary.WorstDistance).TransformedUrl, summary.WorstUrl);
        }
    }

    [Theory]
    [InlineData("\"$u/bulk/1.jpg\" | Compare-IKTransformation w-20")]
    [InlineData("Compare-IKTransformation \"$u/bulk/1.jpg\" w-20")]
    [InlineData("Compare-IKTransformation w-20 \"$u/bulk/1.jpg\"")]
    [InlineData("Compare-IKTransformation ([uri] \"$u/bulk/1.jpg\") w-20")]
    [InlineData("\"$u/bulk/1.jpg\" | Compare-IKTransformation '?tr=w-20'")]
    [InlineData("\"$u/bulk/1.jpg\" | Compare-IKTransformation '/tr:w-20/'")]
    [InlineData("Compare-IKTransformation -Url \"$u/bulk/1.jpg\" -Transformation 'tr:w-20'")]
    public void A_transformation_is_recognized_where_people_write_it(string command)
    {
        TransformationComparison row = Shell.Run(command).One<TransformationComparison>();

        Assert.Equal((Url("bulk/1.jpg"), "w-20", 20L), (row.Url, row.Transformation, row.Width));
    }

    [Theory]
    [InlineData("w400", "w-400")]
    [InlineData("w-400,q80", "w-400,q-80")]
    [InlineData("w=400", "w-400")]
    [InlineData("400x300", "w-400,h-300")]
    [InlineData("webp", "f-webp")]
    [InlineData("w-400:grayscale", "w-400:e-grayscale")]
    [InlineData("zz", "w-400")]
    [InlineData("w-", "w-400")]
    [InlineData("w-400,,h-300:", "w-400,h-300")]
    [InlineData("https://ik.imagekit.io/demo/tr:w-400,h-300/a.jpg", "w-400,h-300")]
    public void A_transformation_that_cannot_be_right_is_refused_before_any_request(string transformation, string closest)
    {
        ShellResult result = Shell.Run($"1..3 | ForEach-Object {{ \"$u/bulk/$_.jpg\" }} | Compare-IKTransformation '{transformation}'");

        Assert.Equal("InvalidTransformation,ImageKit.Metadata.Commands.CompareIKTransformationCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Contains($"'{closest}'", result.TerminatingError.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Emulator.Statistics.Requests);
    }

    [Fact]
    public void Get_IKMetadata_refuses_it_too()
    {
        ShellResult result = Shell.Run("1..3 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -Transformation 'w-200', 'w400'");

        Assert.Equal("InvalidTransformation,ImageKit.Metadata.Commands.GetIKMetadataCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(0, Emulator.Statistics.Requests);
        Assert.Equal(20L, Shell.Run("Get-IKMetadata \"$u/bulk/1.jpg\" -Transformation '/tr:w-20/'").One<ImageMetadata>().Width);
    }

    [Fact]
    public void An_image_that_cannot_be_read_is_one_error_and_so_is_a_bad_transformation()
    {
        ShellResult result = Shell.Run("\"$u/no-such.jpg\", 'nonsense', \"$u/bulk/1.jpg\" | Compare-IKTransformation -Transformation 'w-20', 'zz-1' -Summary");

        Assert.Equal(["NotFound", "InvalidUrl", "BadRequest"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal([Url("no-such.jpg"), "nonsense", Url("bulk/1.jpg") + "?tr=zz-1"], result.Errors.Select(error => error.TargetObject as string));
        Assert.Equal([1, 0], result.OutputAs<TransformationSummary>().Select(summary => summary.Count));
    }

    [Fact]
    public void The_views_have_the_figures()
    {
        string table = Shell.Print("Compare-IKTransformation \"$u/samples/canon40d.jpg\" 'w-50,f-webp'");
        string summary = Shell.Print("Compare-IKTransformation \"$u/samples/canon40d.jpg\" 'w-50,f-webp' -Summary");

        Assert.Contains("Transformation", table, StringComparison.Ordinal);
        Assert.Contains("jpg → webp", table, StringComparison.Ordinal);
        Assert.Contains("100 x 68 → 50 x 34", table, StringComparison.Ordinal);
        Assert.Contains("MedianSavedBytes : ", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("MedianSavedPercent", summary, StringComparison.Ordinal);
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
