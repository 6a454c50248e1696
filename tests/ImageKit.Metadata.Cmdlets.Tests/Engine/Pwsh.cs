using System.Diagnostics;
using System.Text;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>PowerShell itself, in a process of its own, where this machine has it.</summary>
internal static class Pwsh
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Whether there is a pwsh on the path.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh")));

    /// <summary>Runs it to its end; the lines that it wrote. Fails when it fails.</summary>
    public static string[] Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("pwsh", ["-NoLogo", "-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"pwsh did not end within {Patience.TotalMinutes:0} min.");
        }

        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"pwsh ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
    }
}
