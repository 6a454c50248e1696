using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk.Scenarios;

/// <summary>How long it takes from Ctrl+C or a break downstream to the prompt, with 64 requests hanging.</summary>
internal static class StopScenario
{
    public static async Task RunAsync(BulkScene scene)
    {
        ResultTable table = new("f. stopping with 64 requests hanging, the slowest of 5", "how", "to the prompt", "in flight");
        await scene.SetAsync(new());
        string quick = $"'{scene.UrlEndpoint}/bulk/a/0000000.jpg'";
        string hanging = $"1..5000 | ForEach-Object {{ \"{scene.UrlEndpoint}/faults/stall-before-headers/$_.jpg\" }}";
        string downstream = $"$watch = [System.Diagnostics.Stopwatch]::new(); foreach ($once in 1) {{ & {{ {quick}; {hanging} }} | Get-IKMetadata | ForEach-Object {{ [System.Threading.Thread]::Sleep(500); $watch.Start(); BREAK }} }}; $watch.Stop(); $watch.Elapsed.TotalSeconds";
        await AddAsync("Ctrl+C (PowerShell.Stop)", scene.Script($"{hanging} | Get-IKMetadata", stopAfterSeconds: 1));
        await AddAsync("break downstream", scene.Script(downstream.Replace("BREAK", "break", StringComparison.Ordinal)));
        await AddAsync("a throwing script downstream", scene.Script("try { " + downstream.Replace("BREAK", "throw 'enough'", StringComparison.Ordinal).Replace("; $watch.Stop()", " } catch { }; $watch.Stop()", StringComparison.Ordinal)));

        async Task AddAsync(string how, ModuleRequest request)
        {
            List<double> seconds = [];
            using SideProcess side = SideProcess.Start(ModuleSide.Verb);
            await side.RequestAsync<SideReport>(scene.Pipeline(100, ""));
            for (int i = 0; i < 5; i++)
            {
                seconds.Add((await side.RequestAsync<SideReport>(request)).Seconds);
            }

            // The service hears a moment later that nobody waits for its answers any more.
            await Task.Delay(200);
            table.Add(how, Figures.Seconds(seconds.Max()), $"{(await scene.LookAsync()).InFlight}");
        }
    }
}
