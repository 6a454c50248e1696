using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>No latency: the processor decides, and the service shares it. The sides take turns; medians count.</summary>
internal static class ThroughputScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        int count = scene.IsQuick ? 10_000 : 30_000;
        int rounds = scene.IsQuick ? 5 : 9;
        await scene.SetAsync(new());
        List<double> module = [];
        List<double> bare = [];
        List<double> ratios = [];
        using (SideProcess moduleSide = SideProcess.Start(ModuleSide.Verb))
        using (SideProcess bareSide = SideProcess.Start(BareSide.Verb))
        {
            // The first round of each warms it up.
            for (int round = -1; round < rounds; round++)
            {
                SideReport first = await moduleSide.RequestAsync<SideReport>(scene.Pipeline(count, "-ThrottleLimit 32"));
                SideReport second = await bareSide.RequestAsync<SideReport>(scene.Loop(count, 32));
                if (first.Count < count || !first.InOrder || second.Count < count)
                {
                    throw new InvalidOperationException("Items were lost where nothing failed.");
                }

                if (round >= 0)
                {
                    module.Add(first.PerSecond);
                    bare.Add(second.PerSecond);
                    ratios.Add(first.PerSecond / second.PerSecond);
                }
            }
        }

        ResultTable table = new($"b. no latency, 32 in flight, {count:N0} URLs, medians of {rounds} alternating rounds", "side", "items/s", "of the loop");
        table.Add("Get-IKMetadata | counting end", Figures.Number(Figures.Median(module)), Figures.Ratio(Figures.Median(ratios)));
        table.Add("bare typed HttpClient loop", Figures.Number(Figures.Median(bare)), "1.00");
        int fewer = count / 5;
        foreach ((string name, string mode) in new[] { ("pool of 32", "pool"), ("Promise.all", "promise-all"), ("one after the other", "sequential") })
        {
            if (await BulkScene.RunNodeAsync(scene.Loop(fewer, 32, mode)) is SideReport node)
            {
                table.Add($"Node SDK, {name}", Figures.Number(node.PerSecond), Figures.Ratio(node.PerSecond / Figures.Median(bare)));
            }
        }
    }
}
