using System.Globalization;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>The real Pester in a pwsh of its own, where this machine has both.</summary>
internal static class RealPester
{
    // A Pester that is installed comes first; StubHandler's build lays one beside the handler.
    private static readonly string Modules = Path.Combine(Repository.Root, "artifacts", "pester", "modules");
    private static readonly string AddModules = $"$env:PSModulePath += [IO.Path]::PathSeparator + '{Modules}'; ";
    private static readonly Lazy<string?> Missing = new(FindWhatIsMissing);

    /// <summary>Why it cannot run here, or null when it can.</summary>
    public static string? WhatIsMissing => Missing.Value;

    /// <summary>Runs a file or a folder of files; each test by its name and result, sorted.</summary>
    public static IReadOnlyList<string> Run(string path)
    {
        string script = Path.Combine(Repository.Root, "tests", "ImageKit.Metadata.Cmdlets.Tests", "Pester", "RunPester.ps1");
        string[] lines = Pwsh.Run("-Command", $"{AddModules}& '{script}' -Path '{path}'");

        // What -WhatIf says goes to the host, and so among the lines.
        IEnumerable<string[]> results = lines.Select(line => line.Split('\t', 2)).Where(parts => parts.Length == 2);
        return [.. results.Select(parts => $"{parts[1]} → {parts[0]}").Order(StringComparer.Ordinal)];
    }

    private static string? FindWhatIsMissing()
    {
        if (!Pwsh.IsInstalled)
        {
            return "There is no pwsh on the path.";
        }

        string[] lines = Pwsh.Run("-Command", AddModules + "(Get-Module Pester -ListAvailable | Sort-Object Version -Descending | Select-Object -First 1).Version.Major");
        return lines.Length == 1 && int.Parse(lines[0], CultureInfo.InvariantCulture) >= 5 ? null : "pwsh has no Pester 5 or later.";
    }
}
