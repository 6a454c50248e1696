using System.Diagnostics;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Staging;

/// <summary>The quickstart as a program: PowerShell in a process that does not reference the module.</summary>
internal static class QuickstartProcess
{
    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>Runs it to its end, with another folder of modules in front of those that this machine has.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string? modules, string[] arguments)
    {
        string program = Path.Combine(Repository.Root, "artifacts", "bin", "Quickstart", Repository.Configuration, "Quickstart.dll");
        ProcessStartInfo start = new("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("IMAGEKIT_PRIVATE_KEY");
        if (modules is not null)
        {
            start.Environment["PSModulePath"] = modules + Path.PathSeparator + Environment.GetEnvironmentVariable("PSModulePath");
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }
}
