using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>The stand-in and the real Pester agree.</summary>
public sealed class RealPesterTests
{
    [RealPesterFact]
    public void Pester_finds_as_many_tests_in_the_files_and_passes_them_all()
    {
        string[] standIn = [.. PesterFile.All.SelectMany(path => PesterFile.At(path).Tests).Select(test => test.FullName).Order(StringComparer.Ordinal)];
        IReadOnlyList<string> real = RealPester.Run(Repository.PesterDirectory);

        Assert.DoesNotContain(real, test => !test.EndsWith(" → Passed", StringComparison.Ordinal));

        Assert.True(
            standIn.Length == real.Count,
            $"The stand-in finds {standIn.Length} tests:\n{string.Join('\n', standIn)}\nPester finds {real.Count}:\n{string.Join('\n', real)}");
    }

    [RealPesterFact]
    public void Both_end_every_test_of_the_sample_alike()
    {
        IEnumerable<string> standIn = PesterFile.At(StandInTests.SemanticsSample).Run().Select(test => $"{test.FullName} → {test.Result!.Outcome}");

        Assert.Equal(standIn.Order(StringComparer.Ordinal), RealPester.Run(StandInTests.SemanticsSample));
    }
}
