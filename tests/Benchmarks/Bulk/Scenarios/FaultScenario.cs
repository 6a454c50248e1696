using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>One URL in fifty fails on its first attempt: 500, 503, a reset connection, a body that is cut off.</summary>
internal static class FaultScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        int count = scene.IsQuick ? 2_000 : 20_000;
        ResultTable table = new($"d. 2 % fail once, 5 ms latency, 32 in flight, {count:N0} URLs", "side", "items/s", "lost", "lost share");
        EmulatorRequest faults = new() { LatencyMilliseconds = 5, FaultEvery = 50 };
        await scene.SetAsync(faults);
        Add("Get-IKMetadata -ThrottleLimit 32", await BulkScene.RunModuleAsync(scene.Pipeline(count, "-ThrottleLimit 32")));
        await scene.SetAsync(faults);
        using (SideProcess bare = SideProcess.Start(BareSide.Verb))
        {
            Add("bare HttpClient loop, 32", await bare.RequestAsync<SideReport>(scene.Loop(count, 32)));
        }

        foreach ((string name, string mode) in new[] { ("pool of 32", "pool"), ("Promise.all", "promise-all"), ("one after the other", "sequential") })
        {
            await scene.SetAsync(faults);
            Add($"Node SDK, {name}", await BulkScene.RunNodeAsync(scene.Loop(count, 32, mode)));
        }

        void Add(string side, SideReport? report)
        {
            if (report is not null)
            {
                table.Add(side, Figures.Number(report.PerSecond), $"{count - report.Count}", Figures.Share((double)(count - report.Count) / count));
            }
        }
    }
}
