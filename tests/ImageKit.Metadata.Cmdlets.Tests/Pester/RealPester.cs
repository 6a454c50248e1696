using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>The real Pester in a pwsh of its own, where this machine has both.</summary>
internal static class RealPester
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly Lazy<string?> Missing = new(FindWhatIsMissing);

    /// <summary>Why it cannot run here, or null when it can.</summary>
    public static string? WhatIsMissing => Missing.Value;

    /// <summary>Runs a file or a folder of files; each test by its name and result, sorted.</summary>
    public static IReadOnlyList<string> Run(string path)
    {
        string script = Path.Combine(Repository.Root, "tests", "ImageKit.Metadata.Cmdlets.Tests", "Pester", "RunPester.ps1");
        string[] lines = Start("-File", script, "-Path", path);
        return [.. lines.Select(line => line.Split('\t', 2)).Select(parts => $"{parts[1]} → {parts[0]}").Order(StringComparer.Ordinal)];
    }

    private static string? FindWhatIsMissing()
    {
        string executable = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, executable))))
        {
            return "There is no pwsh on the path.";
        }

        string[] lines = Start("-Command", "(Get-Module Pester -ListAvailable | Sort-Object Version -Descending | Select-Object -First 1).Version.Major");
        return lines.Length == 1 && int.Parse(lines[0], CultureInfo.InvariantCulture) >= 5 ? null : "pwsh has no Pester 5 or later.";
    }

    private static string[] Start(params string[] arguments)
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
