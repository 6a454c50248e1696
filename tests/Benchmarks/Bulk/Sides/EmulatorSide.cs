using System.Text.Json;
using ImageKit.Metadata.Emulator;

namespace Benchmarks.Bulk.Sides;

/// <summary>The process of the service: an emulator that changes as it is told.</summary>
internal static class EmulatorSide
{
    public const string Verb = "bulk-emulator";

    private static readonly string[] Groups = ["/bulk/a/", "/bulk/b/", "/bulk/c/", "/bulk/d/"];

    public static async Task<int> RunAsync()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 20 });
        while (await Console.In.ReadLineAsync() is string line)
        {
            EmulatorRequest request = JsonSerializer.Deserialize<EmulatorRequest>(line, SideProcess.Json)!;
            Apply(emulator, request);
            EmulatorStatistics counts = emulator.Statistics;
            EmulatorReport report = new(emulator.BaseUri.AbsoluteUri, emulator.UrlEndpoint, counts.Requests, counts.Answered, counts.Refused, counts.Faulted, counts.InFlight);
            Console.WriteLine(JsonSerializer.Serialize(report, SideProcess.Json));
        }

        return 0;
    }

    private static void Apply(ImageKitEmulator emulator, EmulatorRequest request)
    {
        emulator.DownAs = request.Down is null ? emulator.DownAs : Enum.Parse<FaultKind>(request.Down);
        emulator.IsDown = request.Down is not null;
        if (request.KeepCounts)
        {
            return;
        }

        emulator.Latency = TimeSpan.FromMilliseconds(request.LatencyMilliseconds);
        emulator.RateLimit = request.RateLimit == 0 ? null : new RateLimit
        {
            Limit = request.RateLimit,
            Interval = TimeSpan.FromSeconds(1),
            Headers = request.RateLimitHeaders ? RateLimitHeaders.Always : RateLimitHeaders.None,
            Window = request.Sliding ? RateLimitWindow.Sliding : RateLimitWindow.Fixed,
        };
        emulator.Faults.Clear();
        for (int i = 0; request.FaultEvery > 0 && i < Groups.Length; i++)
        {
            emulator.Faults.Add(new Fault
            {
                Kind = Enum.Parse<FaultKind>(request.FaultKinds[i % request.FaultKinds.Length]),
                Match = Groups[i],
                Every = request.FaultEvery,
                FirstAttempts = request.FaultAttempts,
            });
        }

        emulator.Statistics.Reset();
    }
}
