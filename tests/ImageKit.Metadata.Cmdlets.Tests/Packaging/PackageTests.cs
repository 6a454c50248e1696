using System.Collections;
using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Packaging;

/// <summary>The package is what the PowerShell Gallery takes, and the same wherever it is made.</summary>
public sealed class PackageTests
{
    [Fact]
    public void It_holds_these_files_and_no_more()
    {
        string[] help = [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "en-US"))
            .Where(file => file.EndsWith(".help.txt", StringComparison.Ordinal))
            .Select(file => "en-US/" + Path.GetFileName(file))
            .Prepend("en-US/ImageKit.Metadata.Cmdlets.dll-Help.xml")];
        Assert.NotEmpty(help);

        string[] expected =
        [
            .. help,
            "ImageKit.Metadata.Format.ps1xml",
            "ImageKit.Metadata.Types.ps1xml",
            "ImageKit.Metadata.nuspec",
            "ImageKit.Metadata.psd1",
            "ImageKit.Metadata.psm1",
            "LICENSE",
            "THIRD-PARTY-NOTICES.txt",
            "[Content_Types].xml",
            "_rels/.rels",
            "bin/net8.0/ImageKit.Metadata.Cmdlets.dll",
            "bin/net8.0/ImageKit.Metadata.dll",
            "bin/netstandard2.0/ImageKit.Metadata.Cmdlets.dll",
            "bin/netstandard2.0/ImageKit.Metadata.dll",
            "bin/netstandard2.0/Microsoft.Bcl.AsyncInterfaces.dll",
            "bin/netstandard2.0/System.Buffers.dll",
            "bin/netstandard2.0/System.Memory.dll",
            "bin/netstandard2.0/System.Numerics.Vectors.dll",
            "bin/netstandard2.0/System.Runtime.CompilerServices.Unsafe.dll",
            "bin/netstandard2.0/System.Text.Encodings.Web.dll",
            "bin/netstandard2.0/System.Text.Json.dll",
            "bin/netstandard2.0/System.Threading.Tasks.Extensions.dll",
            "package/services/metadata/core-properties/nuget.psmdcp",
            "sbom.cdx.json",
        ];
        using ZipArchive package = ZipFile.OpenRead(ModulePackage.Path);

        Assert.Equal(expected.Order(StringComparer.Ordinal), package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_notices_name_each_assembly_of_others_and_contain_the_license()
    {
        using ZipArchive package = ZipFile.OpenRead(ModulePackage.Path);
        using StreamReader reader = new(package.GetEntry("THIRD-PARTY-NOTICES.txt")!.Open());
        string notices = reader.ReadToEnd();

        Assert.All(
            package.Entries.Where(entry => entry.FullName.StartsWith("bin/netstandard2.0/", StringComparison.Ordinal) && !entry.Name.StartsWith("ImageKit.", StringComparison.Ordinal)),
            entry => Assert.Contains($"  {entry.Name}, package {Path.GetFileNameWithoutExtension(entry.Name)} ", notices, StringComparison.Ordinal));
        Assert.Contains("The MIT License (MIT)", notices, StringComparison.Ordinal);
        Assert.Contains("Copyright (c) .NET Foundation", notices, StringComparison.Ordinal);
    }

    /// <summary>After a package was changed, <c>./build.ps1 Sbom</c> writes the list again.</summary>
    [Theory]
    [InlineData("ImageKit.Metadata.Cmdlets", "ImageKit.Metadata", ".NETStandard,Version=v2.0")]
    [InlineData("ImageKit.Metadata.Local", "ImageKit.Metadata.Local", "net8.0")]
    public void Its_bill_of_materials_lists_the_packages_of_the_lock_file(string project, string module, string framework)
    {
        string folder = Path.Combine(Repository.Root, "src", project);
        using JsonDocument bill = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "sbom.cdx.json")));
        using JsonDocument locked = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "packages.lock.json")));
        JsonElement component = bill.RootElement.GetProperty("metadata").GetProperty("component");
        string[] expected = [.. locked.RootElement.GetProperty("dependencies").GetProperty(framework).EnumerateObject()
            .Where(package => package.Value.TryGetProperty("resolved", out _) && !IsReference(package.Name))
            .Select(package => $"pkg:nuget/{package.Name}@{package.Value.GetProperty("resolved").GetString()}")];

        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            bill.RootElement.GetProperty("components").EnumerateArray().Select(part => part.GetProperty("purl").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(bill.RootElement.GetProperty("components").EnumerateArray(), part => Assert.NotEmpty(part.GetProperty("hashes").EnumerateArray()));
        Assert.Equal(module, component.GetProperty("name").GetString());
        Assert.Equal(ModuleManifest.Read(Repository.ModuleManifest)["ModuleVersion"], component.GetProperty("version").GetString());
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder, "sbom.cdx.json")),
            File.ReadAllBytes(Path.Combine(Repository.Root, "artifacts", "module", module, "sbom.cdx.json")));

        static bool IsReference(string package) => package is "PowerShellStandard.Library" or "NETStandard.Library" or "Microsoft.NETCore.Platforms";
    }

    [Fact]
    public void It_is_smaller_than_3_MB() => Assert.InRange(new FileInfo(ModulePackage.Path).Length, 1, 3_000_000);

    [Fact]
    public void Its_nuspec_agrees_with_the_manifest()
    {
        Hashtable manifest = ModuleManifest.Read(Repository.ModuleManifest);
        Hashtable gallery = ModuleManifest.GalleryDataOf(manifest);
        IReadOnlyDictionary<string, string> nuspec = ModulePackage.ReadNuspec();

        Assert.Equal($"ImageKit.Metadata.{manifest["ModuleVersion"]}.nupkg", Path.GetFileName(ModulePackage.Path));
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["id"] = "ImageKit.Metadata",
                ["version"] = manifest["ModuleVersion"],
                ["authors"] = manifest["Author"],
                ["owners"] = manifest["CompanyName"],
                ["requireLicenseAcceptance"] = "false",
                ["licenseUrl"] = gallery["LicenseUri"],
                ["projectUrl"] = gallery["ProjectUri"],
                ["description"] = manifest["Description"],
                ["releaseNotes"] = gallery["ReleaseNotes"],
                ["copyright"] = manifest["Copyright"],
            },
            nuspec.Where(element => element.Key != "tags").ToDictionary(element => element.Key, element => (object?)element.Value));
    }

    [Fact]
    public void It_is_tagged_as_the_Gallery_looks_for_modules_and_commands()
    {
        Hashtable manifest = ModuleManifest.Read(Repository.ModuleManifest);
        string[] own = [.. ((object[])ModuleManifest.GalleryDataOf(manifest)["Tags"]!).Cast<string>()];
        string[] cmdlets = [.. ((object[])manifest["CmdletsToExport"]!).Cast<string>()];

        Assert.Equal(
            [.. own, "PSModule", "PSIncludes_Cmdlet", .. cmdlets.SelectMany(cmdlet => new[] { "PSCmdlet_" + cmdlet, "PSCommand_" + cmdlet })],
            ModulePackage.ReadNuspec()["tags"].Split(' '));
    }

    [Fact]
    public void It_is_the_same_bytes_when_it_is_made_again()
    {
        Assert.Equal(File.ReadAllBytes(ModulePackage.Path), File.ReadAllBytes(ModulePackage.SecondPath));

        using ZipArchive package = ZipFile.OpenRead(ModulePackage.Path);
        Assert.All(package.Entries, entry => Assert.Equal(new DateTime(2000, 1, 1), entry.LastWriteTime.DateTime));
    }

#if !DEBUG // A debug build points the debugger at the sources where they are.
    [Theory]
    [InlineData("net8.0/ImageKit.Metadata.Cmdlets.dll")]
    [InlineData("net8.0/ImageKit.Metadata.dll")]
    [InlineData("netstandard2.0/ImageKit.Metadata.Cmdlets.dll")]
    [InlineData("netstandard2.0/ImageKit.Metadata.dll")]
    public void Its_assemblies_do_not_contain_the_build_path(string assembly)
    {
        using ZipArchive package = ZipFile.OpenRead(ModulePackage.Path);
        using MemoryStream image = new();
        using (Stream entry = package.GetEntry("bin/" + assembly)!.Open())
        {
            entry.CopyTo(image);
        }

        image.Position = 0;
        using PEReader reader = new(image);
        DebugDirectoryEntry symbols = reader.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);

        Assert.StartsWith("/_/", reader.ReadCodeViewDebugDirectoryData(symbols).Path, StringComparison.Ordinal);
    }
#endif
}
