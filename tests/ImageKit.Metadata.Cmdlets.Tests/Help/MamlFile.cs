using System.Xml.Linq;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>The help that Get-Help shows, which the build makes from the pages: a file per module.</summary>
internal static class MamlFile
{
    public static IReadOnlyDictionary<string, MamlCommand> Commands { get; } = new[]
        {
            Path.Combine(Repository.ModuleDirectory, "en-US", "ImageKit.Metadata.Cmdlets.dll-Help.xml"),
            Path.Combine(Repository.CompanionDirectory, "en-US", "ImageKit.Metadata.Local.dll-Help.xml"),
        }
        .SelectMany(path => XDocument.Load(path).Root!.Elements())
        .Select(element => new MamlCommand(element))
        .ToDictionary(command => command.Name);
}
