using System.Xml.Linq;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>The help that Get-Help shows, which the build makes from the pages.</summary>
internal static class MamlFile
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.ModuleDirectory, "en-US", "ImageKit.Metadata.Cmdlets.dll-Help.xml");

    public static IReadOnlyDictionary<string, MamlCommand> Commands { get; } = XDocument.Load(Path).Root!.Elements()
        .Select(element => new MamlCommand(element))
        .ToDictionary(command => command.Name);
}
