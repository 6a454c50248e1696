using System.Collections;
using System.Management.Automation.Language;

namespace ImageKit.Metadata.Cmdlets.Tests.Packaging;

/// <summary>A manifest read as data, as Import-PowerShellDataFile reads it: nothing in it runs.</summary>
internal static class ModuleManifest
{
    /// <summary>Reads it; throws when there is anything but constants in it.</summary>
    public static Hashtable Read(string path)
    {
        ScriptBlockAst script = Parser.ParseFile(path, out _, out ParseError[] errors);
        Assert.Empty(errors);
        return (Hashtable)script.EndBlock.Statements.Cast<PipelineAst>().Single().GetPureExpression()!.SafeGetValue();
    }

    /// <summary>The part that the Gallery reads.</summary>
    public static Hashtable GalleryDataOf(Hashtable manifest) => (Hashtable)((Hashtable)manifest["PrivateData"]!)["PSData"]!;
}
