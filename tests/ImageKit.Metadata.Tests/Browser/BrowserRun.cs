using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ImageKit.Metadata.Tests.Browser;

/// <summary>Runs the script that drives Chromium over a page.</summary>
internal static class BrowserRun
{
    private static readonly string Folder = FindFolder();
    private static readonly string? Chromium = Find("chromium") ?? Find("chromium-browser") ?? Find("google-chrome");
    private static readonly string? Node = Find("node");

    /// <summary>Why no page can be opened here; null if one can.</summary>
    public static string? WhatIsMissing { get; } =
        Chromium is null ? "Chromium is not installed."
        : Node is null ? "Node.js is not installed."
        : !Directory.Exists(Path.Combine(Folder, "node_modules", "playwright-core")) ? "playwright-core is not installed: run npm ci in tests/ImageKit.Metadata.Tests/Browser."
        : null;

    /// <summary>Opens a page, tries everything on it, and returns what happened.</summary>
    /// <param name="page">The page.</param>
    /// <param name="screenshots">The folder for screenshots.</param>
    /// <param name="layouts">Whether to open it at every width and on paper, which takes seconds each with thousands of rows.</param>
    public static async Task<JsonElement> OpenAsync(string page, string screenshots, bool layouts = true)
    {
        ProcessStartInfo start = new(Node!) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (string argument in new[] { "audit-report.mjs", Chromium!, page, screenshots, layouts ? "layouts" : "" })
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(4));
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The browser did not end.");
        }

        Assert.True(process.ExitCode == 0, await errors);
        Keep(screenshots);
        using var document = JsonDocument.Parse(await output);
        return document.RootElement.Clone();
    }

    /// <summary>Copies page, screenshots and PDF files, if somebody wants to look at them.</summary>
    private static void Keep(string folder)
    {
        if (Environment.GetEnvironmentVariable("REPORT_SCREENSHOTS") is { Length: > 0 } kept)
        {
            string target = Directory.CreateDirectory(Path.Combine(kept, Path.GetFileName(folder))).FullName;
            foreach (string file in Directory.GetFiles(folder))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
            }
        }
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
        .FirstOrDefault(File.Exists);

    private static string FindFolder([CallerFilePath] string source = "")
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "ImageKit.Metadata.Tests", "Browser");
            if (File.Exists(Path.Combine(candidate, "audit-report.mjs")))
            {
                return candidate;
            }
        }

        return Path.GetDirectoryName(source)!;
    }
}
