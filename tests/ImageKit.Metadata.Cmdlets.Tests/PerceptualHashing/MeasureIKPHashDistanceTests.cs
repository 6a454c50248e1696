using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.PerceptualHashing;

public sealed class MeasureIKPHashDistanceTests(SampleLibraryShell library) : IClassFixture<SampleLibraryShell>
{
    private readonly Shell _shell = library.Shell;

    [Theory]
    [InlineData("f06830ca9f1e3e90", "f06830ca9f1e3e90", 0, 1.0)]
    [InlineData("33699c96619cc69e", "33699c96619cc69e", 0, 1.0)]
    [InlineData("2d5ad3936d2e015b", "2d6ed293db36a4fb", 17, 0.734375)]
    [InlineData("63433b3ccf8e1ebe", "f5d2226cd9d32b16", 27, 0.578125)]
    public void Gives_the_recorded_distances_both_ways(string first, string second, int distance, double similarity)
    {
        PHashDistance forward = _shell.Run($"Measure-IKPHashDistance {first} {second}").One<PHashDistance>();
        PHashDistance backward = _shell.Run($"Measure-IKPHashDistance -ReferenceHash {second} -DifferenceHash {first}").One<PHashDistance>();

        Assert.Equal((first, second, distance, similarity), (forward.ReferenceHash, forward.DifferenceHash, forward.Distance, forward.Similarity));
        Assert.Equal((distance, similarity), (backward.Distance, backward.Similarity));
    }

    [Fact]
    public void Takes_metadata_on_both_sides_and_keeps_the_URLs()
    {
        IReadOnlyList<PHashDistance> distances = _shell.Run("$images[0..2] | Measure-IKPHashDistance $images[1]").Succeeded().OutputAs<PHashDistance>();

        string[] urls = [.. library.Emulator.Library.Assets.Take(3).Select(asset => asset.Url(library.Emulator.UrlEndpoint))];
        Assert.Equal(urls, distances.Select(distance => distance.DifferenceUrl));
        Assert.All(distances, distance => Assert.Equal(urls[1], distance.ReferenceUrl));
        Assert.Equal(0, distances[1].Distance);
    }

    [Fact]
    public void Takes_rows_hashtables_and_deserialized_objects()
    {
        ShellResult result = _shell.Run("""
            $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($images[0]))
            $row = [pscustomobject]@{ Url = 'https://x/row.jpg'; PHash = $images[0].PHash; Other = 1 }
            $copy, $row, @{ url = 'https://x/table.jpg'; phash = $images[0].PHash } | Measure-IKPHashDistance $images[0].PHash
            """).Succeeded();

        Assert.Equal([0, 0, 0], result.OutputAs<PHashDistance>().Select(distance => distance.Distance));
        Assert.Equal(["https://x/row.jpg", "https://x/table.jpg"], result.OutputAs<PHashDistance>().Skip(1).Select(distance => distance.DifferenceUrl));
    }

    [Fact]
    public void Keeps_only_the_near_ones()
    {
        ShellResult result = _shell.Run("'33699c96619cc69f', '63433b3ccf8e1ebe' | Measure-IKPHashDistance 33699C96619CC69E -MaximumDistance 1");

        Assert.Equal("33699c96619cc69f", result.One<PHashDistance>().DifferenceHash);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("$null")]
    [InlineData("5")]
    [InlineData("'0x699c96619cc69e'")]
    [InlineData("'33699c96 619cc69e'")]
    [InlineData("'33699c96619cc69e0'")]
    [InlineData("'33699c96619cc69g'")]
    [InlineData("($images | Where-Object VideoCodec)[0]")]
    public void Reports_InvalidPHash_for_that_item_and_continues(string item)
    {
        ShellResult result = _shell.Run($"{item}, '33699c96619cc69e' | Measure-IKPHashDistance 33699c96619cc69e");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("InvalidPHash,ImageKit.Metadata.Commands.MeasureIKPHashDistanceCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Equal(0, Assert.Single(result.OutputAs<PHashDistance>()).Distance);
    }

    [Fact]
    public void Shows_the_input()
    {
        ErrorRecord error = Assert.Single(_shell.Run("Measure-IKPHashDistance 33699c96619cc69e 'not a hash'").Errors);

        Assert.Contains("'not a hash'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ends_at_a_reference_that_is_not_a_hash()
    {
        ShellResult result = _shell.Run("'33699c96619cc69e' | Measure-IKPHashDistance nonsense");

        Assert.True(result.Terminated);
        Assert.StartsWith("InvalidPHash,", result.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Prints_a_table_with_the_images()
    {
        string text = _shell.Print("Measure-IKPHashDistance 63433b3ccf8e1ebe f5d2226cd9d32b16");

        Assert.Contains("63433b3ccf8e1ebe", text, StringComparison.Ordinal);
        Assert.Contains("57.8", text, StringComparison.Ordinal);
    }
}
