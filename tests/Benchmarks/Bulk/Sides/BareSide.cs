using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Benchmarks.Bulk.Sides;

/// <summary>The bare loop: workers that take the next URL and ask with <see cref="HttpClient"/>. It handles nothing and keeps nothing.</summary>
internal static class BareSide
{
    public const string Verb = "bulk-bare";

    public static async Task<int> RunAsync()
    {
        while (await Console.In.ReadLineAsync() is string line)
        {
            Console.WriteLine(JsonSerializer.Serialize(await RunAsync(JsonSerializer.Deserialize<BareRequest>(line, SideProcess.Json)!), SideProcess.Json));
        }

        return 0;
    }

    private static async Task<SideReport> RunAsync(BareRequest request)
    {
        using HttpClient client = new() { BaseAddress = new Uri(request.Base) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(request.Key + ":")));
        int next = -1;
        int done = 0;
        int lost = 0;
        Stopwatch watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, request.Concurrency).Select(_ => Task.Run(WorkAsync)));
        return new SideReport
        {
            Seconds = watch.Elapsed.TotalSeconds,
            Count = done,
            Errors = lost > 0 ? new() { ["Exception"] = lost } : [],
            InOrder = false,
            PeakBytes = PeakMemory.Read(),
        };

        async Task WorkAsync()
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < request.Count)
            {
                try
                {
                    Uri uri = new("v1/metadata?url=" + Uri.EscapeDataString(BulkUrl.Of(request.Endpoint, i)), UriKind.Relative);
                    await client.GetFromJsonAsync(uri, BareJsonContext.Default.BareMetadata);
                    Interlocked.Increment(ref done);
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or TaskCanceledException)
                {
                    Interlocked.Increment(ref lost);
                }
            }
        }
    }
}
