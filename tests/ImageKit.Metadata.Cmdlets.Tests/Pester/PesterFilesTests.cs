using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using Xunit.Abstractions;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>The Pester files, each run by Pester in a shell of its own. Some set the environment variable of the key.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class PesterFilesTests(ITestOutputHelper output)
{
    private static readonly string Runner = Path.Combine(Repository.Root, "tests", "ImageKit.Metadata.Cmdlets.Tests", "Pester", "Invoke-PesterFile.ps1");
    private static readonly DirectoryInfo Results = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "pester", "results"));

    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.PesterDirectory, "*.Tests.ps1").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_test_of_the_file_passes(string file)
    {
        // .ci/run reads these counts.
        string counts = Path.Combine(Results.FullName, file + ".txt");
        File.Delete(counts);
        using Shell shell = new(importModule: false);
        shell["runner"] = Runner;
        shell["path"] = Path.Combine(Repository.PesterDirectory, file);

        PSObject run = Assert.Single(shell.Run("& $runner $path").Succeeded().Output)!;

        string[] failures = LanguagePrimitives.ConvertTo<string[]>(run.Properties["Failures"].Value);
        File.WriteAllText(counts, $"{run.Properties["Passed"].Value} {failures.Length} {run.Properties["Skipped"].Value}\n");
        output.WriteLine($"{file}: {run.Properties["Passed"].Value} passed, {failures.Length} failed, {run.Properties["Skipped"].Value} skipped");
        Assert.True(failures.Length == 0, $"{file}: {failures.Length} failed, {run.Properties["Passed"].Value} passed\n\n{string.Join("\n\n", failures)}");
    }
}
