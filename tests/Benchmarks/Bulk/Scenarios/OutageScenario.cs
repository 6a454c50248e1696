using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>The service goes down in the middle of a run and comes back.</summary>
internal static class OutageScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        int count = scene.IsQuick ? 10_000 : 20_000;
        int seconds = scene.IsQuick ? 5 : 20;
        ResultTable table = new($"i. {seconds} s of outage, 20 ms latency, {count:N0} URLs", "how it is down", "lost", "requests", "a second", "run");
        foreach (string down in new[] { "ServiceUnavailable", "Reset" })
        {
            await scene.SetAsync(new() { LatencyMilliseconds = 20 });
            Task<SideReport> run = BulkScene.RunModuleAsync(scene.Pipeline(count, ""));
            while ((await scene.LookAsync()).Answered < count / 4)
            {
                await Task.Delay(10);
            }

            // The first second finds out, with what is in flight; from then on it is known.
            await scene.LookAsync(down);
            await Task.Delay(TimeSpan.FromSeconds(1));
            long atFirst = (await scene.LookAsync(down)).Requests;
            await Task.Delay(TimeSpan.FromSeconds(seconds - 1));
            long asked = (await scene.LookAsync(down)).Requests - atFirst;
            await scene.LookAsync();
            SideReport report = await run;
            table.Add(down, $"{count - report.Count}", $"{asked}", Figures.Number(asked / (seconds - 1.0)), Figures.Seconds(report.Seconds));
        }
    }
}
