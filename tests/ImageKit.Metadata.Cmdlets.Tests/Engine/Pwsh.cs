using System.Diagnostics;
using System.Text;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>PowerShell in a process of its own: the tool that the build restores from the manifest.</summary>
internal static class Pwsh
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Runs it to its end and returns the lines that it wrote. Throws if it fails.</summary>
    public static string[] Run(params string[] arguments)
    {
        (int exitCode, string output, string errors) = RunToEnd(arguments);
        return exitCode == 0
            ? output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"pwsh ended with {exitCode}: {errors}");
    }

    /// <summary>Runs it to its end, whatever its exit code is.</summary>
    public static (int ExitCode, string Output, string Errors) RunToEnd(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["tool", "run", "pwsh", "--", "-NoLogo", "-NoProfile", "-NonInteractive", .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"pwsh did not end within {Timeout.TotalMinutes:0} min.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}
