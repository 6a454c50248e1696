using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Reflection;
using System.Text.Json;
using Benchmarks.Bulk.Cmdlets;
using ImageKit.Metadata.Emulator;

namespace Benchmarks.Bulk.Sides;

/// <summary>The process of the module: the real engine, the staged module, one runspace.</summary>
internal static class ModuleSide
{
    public const string Verb = "bulk-module";

    public static string Manifest { get; } = Path.Combine(Path.GetFullPath(Metadata("ModuleDirectory")), "ImageKit.Metadata.psd1");

    public static string NodeDirectory { get; } = Metadata("NodeDirectory");

    public static int Run()
    {
        using Runspace runspace = Open();
        Invoke(runspace, "Import-Module $args[0] -ErrorAction Stop", Manifest);
        while (Console.In.ReadLine() is string line)
        {
            ModuleRequest request = JsonSerializer.Deserialize<ModuleRequest>(line, SideProcess.Json)!;
            if (request.Base is not null)
            {
                PSCredential key = new("benchmark", new NetworkCredential("", new EmulatorOptions().PrivateKey).SecurePassword);
                Invoke(runspace, "Connect-IKAccount -Credential $args[0] -ApiBaseUri $args[1] -SkipVerification", key, request.Base);
            }

            Console.WriteLine(JsonSerializer.Serialize(Respond(runspace, request), SideProcess.Json));
        }

        return 0;
    }

    /// <summary>A runspace of the engine with the benchmark's own cmdlets.</summary>
    public static Runspace Open()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        foreach (Type type in new[] { typeof(NewBulkUrlCommand), typeof(NewBulkMetadataCommand), typeof(CopyBulkObjectCommand), typeof(MeasureBulkArrivalCommand) })
        {
            CmdletAttribute name = type.GetCustomAttribute<CmdletAttribute>()!;
            state.Commands.Add(new SessionStateCmdletEntry($"{name.VerbName}-{name.NounName}", type, null));
        }

        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        return runspace;
    }

    private static SideReport Respond(Runspace runspace, ModuleRequest request)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript(request.Script);
        using PSDataCollection<PSObject> output = [];
        using PSDataCollection<PSObject> noInput = [];
        noInput.Complete();
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        Stopwatch watch = Stopwatch.StartNew();
        IAsyncResult running = shell.BeginInvoke(noInput, output);
        string? failure = null;
        try
        {
            if (request.StopAfterSeconds is double after)
            {
                running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(after));
                watch.Restart();
                shell.Stop();
            }

            shell.EndInvoke(running);
        }
        catch (PipelineStoppedException)
        {
            // That was asked for.
        }
        catch (RuntimeException exception)
        {
            failure = exception.ErrorRecord.ToString();
        }

        double seconds = watch.Elapsed.TotalSeconds;
        self.Refresh();
        object? last = output.LastOrDefault()?.BaseObject;
        SideReport report = last as SideReport ?? new SideReport { Seconds = last is double measured ? measured : seconds, InOrder = true };
        return report with
        {
            Errors = shell.Streams.Error.GroupBy(error => error.FullyQualifiedErrorId.Split(',')[0]).ToDictionary(group => group.Key, group => group.Count()),
            Summary = shell.Streams.Verbose.LastOrDefault(record => record.Message.Contains(" read, ", StringComparison.Ordinal))?.Message,
            PeakBytes = PeakMemory.Read(),
            ProcessorSeconds = (self.TotalProcessorTime - before).TotalSeconds,
            Failure = failure,
        };
    }

    private static void Invoke(Runspace runspace, string script, params object[] arguments)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript(script);
        foreach (object argument in arguments)
        {
            shell.AddArgument(argument);
        }

        shell.Invoke();
        if (shell.HadErrors)
        {
            throw new InvalidOperationException(shell.Streams.Error[0].ToString());
        }
    }

    private static string Metadata(string key) =>
        typeof(ModuleSide).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
