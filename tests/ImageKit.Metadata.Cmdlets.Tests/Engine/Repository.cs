using System.Runtime.CompilerServices;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>Where things lie in this working copy, found from the test assembly, so that no path is written down.</summary>
public static class Repository
{
    private const string Manifest = "ImageKit.Metadata.psd1";

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The importable module that the build stages.</summary>
    public static string ModuleDirectory { get; } = Path.Combine(Root, "artifacts", "module", "ImageKit.Metadata");

    /// <summary>The manifest of the staged module: what tests import.</summary>
    public static string ModuleManifest { get; } = Path.Combine(ModuleDirectory, Manifest);

    /// <summary>The importable companion module that the build stages.</summary>
    public static string CompanionDirectory { get; } = Path.Combine(Root, "artifacts", "module", "ImageKit.Metadata.Local");

    /// <summary>The manifest of the staged companion module.</summary>
    public static string CompanionManifest { get; } = Path.Combine(CompanionDirectory, "ImageKit.Metadata.Local.psd1");

    /// <summary>What these tests were built as, Release or Debug in lower case: the last part of artifacts/bin/(project)/(configuration).</summary>
    public static string Configuration { get; } = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The folder of the Pester files.</summary>
    public static string PesterDirectory { get; } = Path.Combine(Root, "tests", "Pester");

    private static string FindRoot([CallerFilePath] string source = "")
    {
        // The source path serves an output folder outside the repository; a deterministic build may have rewritten it.
        foreach (string? start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(source) })
        {
            for (var folder = start is null ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, Manifest)) && Directory.Exists(Path.Combine(folder.FullName, "src")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds {Manifest} and src.");
    }
}
