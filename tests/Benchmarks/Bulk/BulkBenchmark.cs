using System.Diagnostics;
using Benchmarks.Bulk.Scenarios;
using Benchmarks.Bulk.Sides;

namespace Benchmarks.Bulk;

/// <summary>The promises for many images at once, each as a ratio of two sides in one run.</summary>
internal static class BulkBenchmark
{
    private const string Help = """
        dotnet run -c Release --project tests/Benchmarks -- bulk [--quick] [--scenario a,b,…] [--pwsh PATH]

          a  50 ms latency, 64 in flight      b  no latency, against a bare HttpClient loop and the Node SDK
          c  a rate limit of 200 a second     d  2 % of the requests fail once
          e  peak memory, 1,000,000 URLs      f  stopping
          g  import                           h  one URL in 1,000 stalls twice
          i  an outage of 20 s                j  the checkpoint
          k  one object's cost in the pipeline
          l  an audit of 1,000,000 images: objects a second, peak memory

        --quick scales every scenario down. --pwsh: scenario g imports in this PowerShell, not in the hosted engine.
        The Node SDK is measured where its packages are: npm ci in tests/Benchmarks/node.
        """;

    private static readonly Dictionary<char, Func<BulkScene, Task>> Scenarios = new()
    {
        ['a'] = LatencyScenario.RunAsync,
        ['b'] = ThroughputScenario.RunAsync,
        ['c'] = RateLimitScenario.RunAsync,
        ['d'] = FaultScenario.RunAsync,
        ['e'] = MemoryScenario.RunAsync,
        ['f'] = StopScenario.RunAsync,
        ['g'] = ImportScenario.RunAsync,
        ['h'] = StallScenario.RunAsync,
        ['i'] = OutageScenario.RunAsync,
        ['j'] = CheckpointScenario.RunAsync,
        ['k'] = PipelineScenario.RunAsync,
        ['l'] = AuditScenario.RunAsync,
    };

    public static async Task<int> RunAsync(string[] options)
    {
        bool isQuick = false;
        string? shell = null;
        string chosen = string.Concat(Scenarios.Keys);
        for (int i = 0; i < options.Length; i++)
        {
            switch (options[i])
            {
                case "--quick":
                    isQuick = true;
                    break;
                case "--scenario" when i + 1 < options.Length && options[i + 1].Replace(",", "", StringComparison.Ordinal).All(Scenarios.ContainsKey):
                    chosen = options[++i].Replace(",", "", StringComparison.Ordinal);
                    break;
                case "--pwsh" when i + 1 < options.Length:
                    shell = options[++i];
                    break;
                default:
                    Console.Error.WriteLine(Help);
                    return options[i] == "--help" ? 0 : 2;
            }
        }

        Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}{(isQuick ? ", quick" : "")}");
        using BulkScene scene = new(SideProcess.Start(EmulatorSide.Verb), isQuick, shell);
        await scene.SetAsync(new());
        foreach (char scenario in chosen)
        {
            Stopwatch watch = Stopwatch.StartNew();
            await Scenarios[scenario](scene);
            Console.WriteLine($"({scenario}: {watch.Elapsed.TotalSeconds:0} s)");
        }

        return 0;
    }
}
