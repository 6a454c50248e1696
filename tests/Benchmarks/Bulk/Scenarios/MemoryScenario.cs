using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>A million URLs through the pipeline must not be held: peak memory against that of a thousand.</summary>
internal static class MemoryScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        int many = scene.IsQuick ? 100_000 : 1_000_000;
        ResultTable table = new("e. peak memory of the whole process, no latency", "side", "items/s", "peak", "above 1,000");
        await scene.SetAsync(new());
        SideReport few = await BulkScene.RunModuleAsync(scene.Pipeline(1_000, ""));
        table.Add("1,000 URLs | Get-IKMetadata | counting end", Figures.Number(few.PerSecond), Figures.Megabytes(few.PeakBytes), "");
        foreach (string parameters in scene.IsQuick ? [""] : new[] { "", "-Unordered" })
        {
            SideReport report = await BulkScene.RunModuleAsync(scene.Pipeline(many, parameters));
            table.Add($"{many:N0} URLs | Get-IKMetadata {parameters} | counting end".Replace("  ", " ", StringComparison.Ordinal), Figures.Number(report.PerSecond), Figures.Megabytes(report.PeakBytes), Figures.Megabytes(report.PeakBytes - few.PeakBytes));
        }

        if (await BulkScene.RunNodeAsync(scene.Loop(10_000, 0, "promise-all")) is SideReport node)
        {
            table.Add("Node SDK, Promise.all of 10,000", Figures.Number(node.PerSecond), Figures.Megabytes(node.PeakBytes), "");
        }
    }
}
