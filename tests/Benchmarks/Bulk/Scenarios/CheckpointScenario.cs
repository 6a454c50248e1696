using Benchmarks.Bulk.Sides;
using ImageKit.Metadata.Bulk;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>What a checkpoint costs, and how fast a run comes back from one.</summary>
internal static class CheckpointScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        int[] counts = scene.IsQuick ? [5_000, 20_000] : [20_000, 100_000];
        ResultTable table = new("j. the checkpoint, no latency, 32 in flight", "run", "URLs", "items/s", "of without", "requests");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("checkpoints");
        try
        {
            foreach (int count in counts)
            {
                string file = Path.Combine(folder.FullName, $"{count}.jsonl");
                ModuleRequest warm = scene.Pipeline(2_000, "");
                double without = await AddAsync("without a checkpoint", count, null, warm, scene.Pipeline(count, "-ThrottleLimit 32"));
                await AddAsync("with a new checkpoint", count, without, warm, scene.Pipeline(count, $"-ThrottleLimit 32 -Checkpoint '{file}'"));
                await AddAsync("resumed, everything in the checkpoint", count, without, warm, scene.Pipeline(count, $"-ThrottleLimit 32 -Checkpoint '{file}'"));
                await AddAsync("Import-IKMetadata", count, without, warm, scene.Script($"Import-IKMetadata '{file}' | Measure-BulkArrival"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        async Task<double> AddAsync(string run, int count, double? without, ModuleRequest warm, ModuleRequest request)
        {
            await scene.SetAsync(new());
            SideReport report = await BulkScene.RunModuleAsync(warm, request);
            long requests = (await scene.LookAsync()).Requests - 2_000;
            string complete = report.Count == count ? "" : $" ({report.Count} came)";
            table.Add(run + complete, $"{count:N0}", Figures.Number(report.PerSecond), without is double before ? Figures.Ratio(report.PerSecond / before) : "", $"{requests:N0}");
            return report.PerSecond;
        }
    }
}
