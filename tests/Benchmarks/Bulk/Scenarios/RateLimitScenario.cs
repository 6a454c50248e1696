using Benchmarks.Bulk.Sides;
using ImageKit.Metadata.Http;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>The account's rate limit decides: how much of it is used, how much is refused, what is lost.</summary>
internal static class RateLimitScenario
{
    private const int Limit = 200;

    public static async Task RunAsync(BulkScene scene)
    {
        int count = scene.IsQuick ? 2_000 : 20_000;
        ResultTable table = new(
            $"c. {Limit} requests a second permitted, 20 ms latency", "side", "URLs", "items/s", "of the limit", "refused", "lost");
        EmulatorRequest limit = new() { LatencyMilliseconds = 20, RateLimit = Limit };
        foreach ((string name, EmulatorRequest request) in new[]
        {
            ("fixed window, headers", limit),
            ("fixed window, no header", limit with { RateLimitHeaders = false }),
            ("sliding window, headers", limit with { Sliding = true }),
            ("sliding window, no header", limit with { Sliding = true, RateLimitHeaders = false }),
        })
        {
            await scene.SetAsync(request);
            await AddAsync($"Get-IKMetadata, {name}", count, await BulkScene.RunModuleAsync(scene.Pipeline(count, "")));
        }

        int fewer = scene.IsQuick ? 1_000 : 4_000;
        foreach ((string name, string mode) in new[] { ("pool of 32", "pool"), ("Promise.all", "promise-all"), ("one after the other", "sequential") })
        {
            await scene.SetAsync(limit);
            if (await BulkScene.RunNodeAsync(scene.Loop(fewer, 32, mode)) is SideReport node)
            {
                await AddAsync($"Node SDK, {name}, fixed window, headers", fewer, node);
            }
        }

        async Task AddAsync(string side, int asked, SideReport report)
        {
            EmulatorReport seen = await scene.LookAsync();

            // Who is done within two seconds has no rate after them.
            double rate = report.SecondsEarly > 0 && report.Seconds > 2.5 ? report.PerSecondLater : report.PerSecond;
            table.Add(side, $"{asked}", Figures.Number(rate), Figures.Share(rate / Limit), Figures.Share(seen.RefusedShare), $"{asked - report.Count}");
        }
    }
}
