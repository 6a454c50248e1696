using System.Diagnostics;
using System.Globalization;
using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>Import-Module in fresh processes: this module against an empty script module.</summary>
internal static class ImportScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        int rounds = scene.IsQuick ? 5 : 15;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("empty-module");
        try
        {
            string empty = Path.Combine(folder.FullName, "Empty.psm1");
            await File.WriteAllTextAsync(empty, "");
            List<double> ours = [];
            List<double> theirs = [];
            for (int i = 0; i < rounds; i++)
            {
                theirs.Add(await MeasureAsync(empty));
                ours.Add(await MeasureAsync(ModuleSide.Manifest));
            }

            ResultTable table = new($"g. Import-Module in fresh processes, medians of {rounds}", "module", "ms", "above empty");
            table.Add("an empty script module", Figures.Number(Figures.Median(theirs)), "");
            table.Add("ImageKit.Metadata", Figures.Number(Figures.Median(ours)), Figures.Number(Figures.Median(ours) - Figures.Median(theirs)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(string module)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [ImportSide.Verb, module]) { RedirectStandardOutput = true })!;
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
    }
}
