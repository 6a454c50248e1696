using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>
/// What an audit takes for each image, by the clock and by the processor (objects a second of processor time, the making of
/// the metadata included), and how much of a million it holds for the rule that needs them all.
/// </summary>
internal static class AuditScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        int many = scene.IsQuick ? 100_000 : 1_000_000;
        await scene.SetAsync(new());
        ResultTable table = new($"l. an audit of {many:N0} images, metadata made on the way", "pipeline", "objects/s", "by processor", "findings", "peak");
        foreach (string audit in new[] { "", "Invoke-IKAudit -ExcludeRule NearDuplicate | ", "Invoke-IKAudit | " })
        {
            SideReport report = await BulkScene.RunModuleAsync(scene.Script($"New-BulkMetadata {many} -Complete | {audit}Measure-BulkArrival"));
            table.Add(
                $"metadata | {audit}counting end",
                Figures.Number(many / report.Seconds),
                Figures.Number(many / report.ProcessorSeconds),
                audit.Length == 0 ? "" : Figures.Number(report.Count),
                Figures.Megabytes(report.PeakBytes));
        }
    }
}
