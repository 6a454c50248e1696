using System.Diagnostics;
using System.Text.Json;

namespace Benchmarks.Bulk.Sides;

/// <summary>One side of a comparison in a process of its own: it gets a request a line and gives a report a line.</summary>
internal sealed class SideProcess : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;

    private SideProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
    }

    /// <summary>This program again, with another verb.</summary>
    public static SideProcess Start(string verb, params string[] arguments) => new(new ProcessStartInfo(Environment.ProcessPath!, [verb, .. arguments]));

    /// <summary>The Node SDK; null where node or its packages are not there.</summary>
    public static SideProcess? StartNode(string directory)
    {
        if (!Directory.Exists(Path.Combine(directory, "node_modules")))
        {
            return null;
        }

        try
        {
            return new SideProcess(new ProcessStartInfo("node", ["--max-old-space-size=4096", "side.mjs"]) { WorkingDirectory = directory });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public async Task<T> RequestAsync<T>(object request)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, Json));
        await _process.StandardInput.FlushAsync();
        string line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A side of the benchmark ended early.");
        return JsonSerializer.Deserialize<T>(line, Json)!;
    }

    public void Dispose()
    {
        // The end of its input is the end of a side.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
