using System.Collections;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Packaging;

/// <summary>The manifest, which is all that the Gallery and a machine know of the module before it is imported.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void It_passes_the_engines_own_test()
    {
        using Shell shell = new(importModule: false);
        shell["manifest"] = Repository.ModuleManifest;

        ShellResult result = shell.Run("Test-ModuleManifest $manifest").Succeeded();

        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void It_is_data_and_contains_all_that_the_Gallery_shows()
    {
        Hashtable manifest = ModuleManifest.Read(Repository.ModuleManifest);
        Hashtable gallery = ModuleManifest.GalleryDataOf(manifest);

        Assert.All(["Author", "CompanyName", "Copyright", "Description", "GUID", "ModuleVersion"], key => Assert.NotEqual("", Assert.IsType<string>(manifest[key])));
        Assert.All(["LicenseUri", "ProjectUri", "ReleaseNotes"], key => Assert.Equal("https", new Uri(Assert.IsType<string>(gallery[key])).Scheme));
        Assert.Equal(new object[] { "Core", "Desktop" }, manifest["CompatiblePSEditions"]);
        Assert.Superset(
            new HashSet<object> { "PSEdition_Core", "PSEdition_Desktop", "Windows", "Linux", "MacOS" },
            new HashSet<object>((object[])gallery["Tags"]!));

        // They are one list with spaces between them in the package.
        Assert.DoesNotContain((object[])gallery["Tags"]!, tag => ((string)tag).Contains(' '));
    }

    [Fact]
    public void It_lets_nothing_be_exported_that_is_not_named()
    {
        Hashtable manifest = ModuleManifest.Read(Repository.ModuleManifest);

        Assert.All(["FunctionsToExport", "VariablesToExport", "AliasesToExport"], key => Assert.Empty(Assert.IsType<object[]>(manifest[key])));
        Assert.DoesNotContain((object[])manifest["CmdletsToExport"]!, name => ((string)name).Contains('*'));
    }
}
