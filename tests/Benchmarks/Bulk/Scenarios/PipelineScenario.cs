using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>What one object costs a cmdlet of the module, against a cmdlet that passes objects through.</summary>
internal static class PipelineScenario
{
    private const int Count = 100_000;

    public static async Task RunAsync(BulkScene scene)
    {
        int rounds = scene.IsQuick ? 5 : 15;
        await scene.SetAsync(new());
        string prepare = $"$global:objects = @(New-BulkMetadata {Count}); 0.0";
        List<double> measured = [];
        List<double> copied = [];
        List<double> ratios = [];
        using (SideProcess side = SideProcess.Start(ModuleSide.Verb))
        {
            await side.RequestAsync<SideReport>(scene.Script(prepare));
            for (int round = -2; round < rounds; round++)
            {
                double copy = await SecondsAsync("Copy-BulkObject");
                double measure = await SecondsAsync("Measure-IKPHashDistance f06830ca9f1e3e90");
                if (round >= 0)
                {
                    copied.Add(copy);
                    measured.Add(measure);
                    ratios.Add(measure / copy);
                }
            }

            async Task<double> SecondsAsync(string cmdlet)
            {
                SideReport report = await side.RequestAsync<SideReport>(scene.Script($"$objects | {cmdlet} | Measure-BulkArrival"));
                return report.Count == Count ? report.Seconds : throw new InvalidOperationException($"{cmdlet} emitted {report.Count} objects. {report.Failure}");
            }
        }

        ResultTable table = new($"k. {Count:N0} objects in the pipeline, medians of {rounds} alternating rounds", "cmdlet", "us an object", "ratio");
        table.Add("a cmdlet that passes objects through", Figures.Ratio(Figures.Median(copied) / Count * 1e6), "1.00");
        table.Add("Measure-IKPHashDistance", Figures.Ratio(Figures.Median(measured) / Count * 1e6), Figures.Ratio(Figures.Median(ratios)));
    }
}
