using System.Diagnostics;
using System.Globalization;
using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>Import-Module in fresh processes, this module against an empty script module: in the hosted engine, or in a whole PowerShell.</summary>
internal static class ImportScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        int rounds = scene.IsQuick ? 5 : 25;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("empty-module");
        try
        {
            string empty = Path.Combine(folder.FullName, "Empty.psm1");
            await File.WriteAllTextAsync(empty, "");
            List<double> ours = [];
            List<double> theirs = [];
            for (int i = 0; i < rounds; i++)
            {
                theirs.Add(await MeasureAsync(scene.Shell, empty));
                ours.Add(await MeasureAsync(scene.Shell, ModuleSide.Manifest));
            }

            ResultTable table = new($"g. Import-Module in {rounds} fresh processes of {scene.Shell ?? "the hosted engine"}", "module", "median, ms", "above empty", "least, ms", "above empty");
            foreach ((string name, List<double> times) in new[] { ("an empty script module", theirs), ("ImageKit.Metadata", ours) })
            {
                table.Add(
                    name,
                    Figures.Number(Figures.Median(times)),
                    Figures.Number(Figures.Median(times) - Figures.Median(theirs)),
                    Figures.Number(times.Min()),
                    Figures.Number(times.Min() - theirs.Min()));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(string? shell, string module)
    {
        ProcessStartInfo start = shell is null
            ? new(Environment.ProcessPath!, [ImportSide.Verb, module])
            : new(shell, ["-NoProfile", "-NonInteractive", "-Command", $"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{module}' -ErrorAction Stop; $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"]);
        start.RedirectStandardOutput = true;
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        using Process process = Process.Start(start)!;
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
    }
}
