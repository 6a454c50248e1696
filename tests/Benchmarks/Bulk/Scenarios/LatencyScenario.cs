using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>Each answer takes 50 ms: what keeps the slots full decides.</summary>
internal static class LatencyScenario
{
    private const double Latency = 0.05;

    public static async Task RunAsync(BulkScene scene)
    {
        int count = scene.IsQuick ? 5_000 : 20_000;
        ResultTable table = new($"a. 50 ms latency, 64 in flight, {count:N0} URLs", "side", "items/s", "of 64/50 ms", "lost");
        await scene.SetAsync(new() { LatencyMilliseconds = 50 });
        Add("Get-IKMetadata -ThrottleLimit 64", await BulkScene.RunModuleAsync(scene.Pipeline(500, "-ThrottleLimit 64"), scene.Pipeline(count, "-ThrottleLimit 64")), count, 64);
        using (SideProcess bare = SideProcess.Start(BareSide.Verb))
        {
            await bare.RequestAsync<SideReport>(scene.Loop(500, 64));
            Add("bare HttpClient loop, 64", await bare.RequestAsync<SideReport>(scene.Loop(count, 64)), count, 64);
        }

        int fewer = count / 10;
        Add("Node SDK, pool of 32", await BulkScene.RunNodeAsync(scene.Loop(fewer, 32)), fewer, 32);
        Add("Node SDK, Promise.all", await BulkScene.RunNodeAsync(scene.Loop(fewer, 0, "promise-all")), fewer, 64);
        Add("Node SDK, one after the other", await BulkScene.RunNodeAsync(scene.Loop(100, 0, "sequential")), 100, 64);

        void Add(string side, SideReport? report, int asked, int concurrency)
        {
            if (report is not null)
            {
                string share = concurrency == 64 ? Figures.Share(report.PerSecond / (64 / Latency)) : $"{Figures.Share(report.PerSecond / (concurrency / Latency))} of {concurrency}/50 ms";
                table.Add(side, Figures.Number(report.PerSecond), share, $"{asked - report.Count}");
            }
        }
    }
}
