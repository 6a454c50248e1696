using System.IO.Compression;
using System.Xml.Linq;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Packaging;

/// <summary>The package that the build of these tests has made, as dotnet pack makes it.</summary>
internal static class ModulePackage
{
    /// <summary>The folder that holds it, and the package of the companion module.</summary>
    public static string Folder { get; } = System.IO.Path.Combine(Repository.Root, "artifacts", "package", Repository.Configuration);

    /// <summary>The file.</summary>
    public static string Path { get; } = Directory.GetFiles(Folder).Single(file => !System.IO.Path.GetFileName(file).StartsWith("ImageKit.Metadata.Local.", StringComparison.Ordinal));

    /// <summary>A second package, made out of the same staged module.</summary>
    public static string SecondPath { get; } = Directory.GetFiles(
        System.IO.Path.Combine(Repository.Root, "artifacts", "obj", "ImageKit.Metadata.Cmdlets.Tests", Repository.Configuration, "second-package")).Single();

    /// <summary>What the nuspec says, by element.</summary>
    public static IReadOnlyDictionary<string, string> ReadNuspec()
    {
        using ZipArchive package = ZipFile.OpenRead(Path);
        using Stream nuspec = package.GetEntry("ImageKit.Metadata.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
    }

    /// <summary>Lays it into a folder of modules, as Install-PSResource does: without what NuGet itself needs.</summary>
    /// <returns>The folder of the module's version.</returns>
    public static string InstallInto(string modules)
    {
        string module = System.IO.Path.Combine(modules, "ImageKit.Metadata", ReadNuspec()["version"]);
        ZipFile.ExtractToDirectory(Path, module);
        File.Delete(System.IO.Path.Combine(module, "ImageKit.Metadata.nuspec"));
        File.Delete(System.IO.Path.Combine(module, "[Content_Types].xml"));
        Directory.Delete(System.IO.Path.Combine(module, "_rels"), recursive: true);
        Directory.Delete(System.IO.Path.Combine(module, "package"), recursive: true);
        return module;
    }
}
