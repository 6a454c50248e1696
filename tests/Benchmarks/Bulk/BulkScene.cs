using Benchmarks.Bulk.Sides;
using ImageKit.Metadata.Emulator;

namespace Benchmarks.Bulk;

/// <summary>What the scenarios share: the emulator's process, and how to ask each side.</summary>
internal sealed class BulkScene(SideProcess emulator, bool isQuick, string? shell) : IDisposable
{
    private EmulatorReport? _where;

    public bool IsQuick => isQuick;

    /// <summary>The pwsh that scenario g imports in; null is the hosted engine.</summary>
    public string? Shell => shell;

    /// <summary>Sets up the emulator, all counts at zero.</summary>
    public async Task SetAsync(EmulatorRequest request) => _where = await emulator.RequestAsync<EmulatorReport>(request);

    /// <summary>What the emulator has seen since.</summary>
    public Task<EmulatorReport> LookAsync(string? down = null) =>
        emulator.RequestAsync<EmulatorReport>(new EmulatorRequest { KeepCounts = true, Down = down });

    /// <summary>A pipeline of the module from numbered URLs to the counting end.</summary>
    public ModuleRequest Pipeline(int count, string parameters) => Script(
        $"New-BulkUrl '{_where!.UrlEndpoint}' {count} | Get-IKMetadata -Verbose -ErrorAction SilentlyContinue -ErrorVariable failed {parameters} | Measure-BulkArrival");

    public ModuleRequest Script(string script, double? stopAfterSeconds = null) =>
        new() { Script = script, Base = _where!.BaseUri, StopAfterSeconds = stopAfterSeconds };

    public BareRequest Loop(int count, int concurrency, string mode = "pool") =>
        new(_where!.BaseUri, _where.UrlEndpoint, new EmulatorOptions().PrivateKey, count, concurrency, mode);

    public string UrlEndpoint => _where!.UrlEndpoint;

    /// <summary>A run of the module in a process of its own.</summary>
    public static async Task<SideReport> RunModuleAsync(params ModuleRequest[] requests)
    {
        using SideProcess side = SideProcess.Start(ModuleSide.Verb);
        SideReport report = new();
        foreach (ModuleRequest request in requests)
        {
            report = await side.RequestAsync<SideReport>(request);
            if (report.Failure is not null)
            {
                throw new InvalidOperationException(report.Failure);
            }
        }

        return report;
    }

    /// <summary>A run of the Node SDK in a process of its own; null where it is not there.</summary>
    public static async Task<SideReport?> RunNodeAsync(BareRequest request)
    {
        using SideProcess? side = SideProcess.StartNode(ModuleSide.NodeDirectory);
        return side is null ? null : await side.RequestAsync<SideReport>(request);
    }

    public void Dispose() => emulator.Dispose();
}
