using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>One URL in 1,000 stalls twice until its timeout of 10 s, in order: what that costs the others.</summary>
internal static class StallScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        int count = scene.IsQuick ? 4_000 : 20_000;
        int timeout = scene.IsQuick ? 2 : 10;
        ResultTable table = new($"h. 20 ms latency, {count:N0} URLs in order, one in 1,000 stalls {timeout} s twice", "run", "seconds", "longer", "lost", "in order");
        double? without = null;
        foreach (int every in new[] { 0, 1_000 })
        {
            await scene.SetAsync(new() { LatencyMilliseconds = 20, FaultEvery = every, FaultAttempts = 2, FaultKinds = ["Stall"] });
            SideReport report = await BulkScene.RunModuleAsync(scene.Pipeline(count, $"-TimeoutSec {timeout}"));
            EmulatorReport seen = await scene.LookAsync();
            table.Add(
                every == 0 ? "without stalls" : $"with {seen.Faulted / 2} URLs that stall twice",
                Figures.Seconds(report.Seconds),
                without is double before ? Figures.Seconds(report.Seconds - before) : "",
                $"{count - report.Count}",
                report.InOrder ? "yes" : "no");
            without ??= report.Seconds;
        }
    }
}
