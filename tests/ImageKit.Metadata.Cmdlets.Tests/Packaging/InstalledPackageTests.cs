using System.Globalization;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Cmdlets.Tests.Staging;

namespace ImageKit.Metadata.Cmdlets.Tests.Packaging;

/// <summary>The package, installed into a folder of modules and imported by its name in a process of its own.</summary>
public sealed class InstalledPackageTests : IDisposable
{
    private readonly string _modules = Directory.CreateTempSubdirectory("imagekit-modules-").FullName;

    [Fact]
    public async Task It_is_imported_by_name_and_works()
    {
        string module = ModulePackage.InstallInto(_modules);

        (int exitCode, string output, string error) = await QuickstartProcess.RunAsync(
            _modules,
            [
                "--module",
                "ImageKit.Metadata",
                "-Command",
                "Get-IKMetadata $endpoint/samples/canon40d.jpg | Format-List; (Get-Module ImageKit.Metadata).Path; [ImageKit.Metadata.ImageMetadata].Assembly.Location",
            ]);

        Assert.True(exitCode == 0, output + error);
        Assert.Contains("Canon EOS 40D", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(module, "ImageKit.Metadata.psm1"), output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(module, "bin", "net8.0", "ImageKit.Metadata.dll"), output, StringComparison.Ordinal);
    }

    [Fact]
    public void PowerShell_installs_it_from_a_local_repository()
    {
        // Saved rather than installed, which lays the same folder, so that the modules of whoever runs this stay as they are.
        string[] lines = Pwsh.Run("-Command", $$"""
            $ErrorActionPreference = 'Stop'
            $repository = 'imagekit-metadata-{{Guid.NewGuid():N}}'
            Register-PSResourceRepository -Name $repository -Uri '{{ModulePackage.Folder}}' -Trusted
            try { Save-PSResource ImageKit.Metadata -Repository $repository -Path '{{_modules}}' }
            finally { Unregister-PSResourceRepository -Name $repository }
            $env:PSModulePath = '{{_modules}}' + [System.IO.Path]::PathSeparator + $env:PSModulePath
            Import-Module ImageKit.Metadata
            (Get-Module ImageKit.Metadata).ModuleBase
            (Get-Command -Module ImageKit.Metadata).Count
            """);

        object[] cmdlets = (object[])ModuleManifest.Read(Repository.ModuleManifest)["CmdletsToExport"]!;
        Assert.Equal([Path.Combine(_modules, "ImageKit.Metadata", ModulePackage.ReadNuspec()["version"]), cmdlets.Length.ToString(CultureInfo.InvariantCulture)], lines);
    }

    [Fact]
    public void The_companion_is_installed_from_a_local_repository_with_the_module_and_hashes_a_file()
    {
        string image = Path.Combine(Repository.Root, "tests", "ImageKit.Metadata.Tests", "PerceptualHashing", "Vectors", "s01-64x64.png");

        string[] lines = Pwsh.Run("-Command", $$"""
            $ErrorActionPreference = 'Stop'
            $repository = 'imagekit-metadata-{{Guid.NewGuid():N}}'
            Register-PSResourceRepository -Name $repository -Uri '{{ModulePackage.Folder}}' -Trusted
            try { Save-PSResource ImageKit.Metadata.Local -Repository $repository -Path '{{_modules}}' }
            finally { Unregister-PSResourceRepository -Name $repository }
            $env:PSModulePath = '{{_modules}}' + [System.IO.Path]::PathSeparator + $env:PSModulePath
            (Get-IKPHash '{{image}}').PHash
            (Get-Module ImageKit.Metadata.Local).ModuleBase
            """);

        Assert.Equal(["b601a4804bb6b04a", Path.Combine(_modules, "ImageKit.Metadata.Local", ModulePackage.ReadNuspec()["version"])], lines);
    }

    public void Dispose() => Directory.Delete(_modules, recursive: true);
}
