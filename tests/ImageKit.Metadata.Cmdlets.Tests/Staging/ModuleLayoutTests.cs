using System.Management.Automation;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Staging;

/// <summary>The rules of the house that a compiler does not know.</summary>
public sealed partial class ModuleLayoutTests
{
    [Fact]
    public void On_PowerShell_7_the_module_ships_two_assemblies() =>
        Assert.Equal(["ImageKit.Metadata.Cmdlets.dll", "ImageKit.Metadata.dll"], Staged("net8.0"));

    [Fact]
    public void On_Windows_PowerShell_it_ships_what_is_missing_there_and_nothing_else() => Assert.Equal(
        [
            "ImageKit.Metadata.Cmdlets.dll",
            "ImageKit.Metadata.dll",
            "Microsoft.Bcl.AsyncInterfaces.dll",
            "System.Buffers.dll",
            "System.Memory.dll",
            "System.Numerics.Vectors.dll",
            "System.Runtime.CompilerServices.Unsafe.dll",
            "System.Text.Encodings.Web.dll",
            "System.Text.Json.dll",
            "System.Threading.Tasks.Extensions.dll",
        ],
        Staged("netstandard2.0"));

    [Fact]
    public void The_staged_folder_holds_the_module_and_no_more() => Assert.Equal(
        ["ImageKit.Metadata.Format.ps1xml", "ImageKit.Metadata.Types.ps1xml", "ImageKit.Metadata.psd1", "ImageKit.Metadata.psm1", "LICENSE", "THIRD-PARTY-NOTICES.txt", "sbom.cdx.json"],
        Names(Directory.GetFiles(Repository.ModuleDirectory)));

    [Theory]
    [InlineData("net8.0")]
    [InlineData("netstandard2.0")]
    public void The_core_knows_no_PowerShell(string framework)
    {
        string path = Path.Combine(Repository.ModuleDirectory, "bin", framework, "ImageKit.Metadata.dll");
        using PEReader reader = new(File.OpenRead(path));
        MetadataReader metadata = reader.GetMetadataReader();
        string[] references = [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];

        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, name => name.Contains("Management.Automation", StringComparison.OrdinalIgnoreCase) || name.Contains("PowerShell", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Only_cmdlets_write_to_the_pipeline()
    {
        string source = Path.Combine(Repository.Root, "src", "ImageKit.Metadata.Cmdlets");
        string[] writers = Names(Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories).Where(file => WriteCall().IsMatch(File.ReadAllText(file))));
        string[] cmdlets = [.. typeof(IKConnection).Assembly.GetTypes()
            .Where(type => typeof(ImageKit.Metadata.Commands.IKCommand).IsAssignableFrom(type))
            .Select(type => type.Name + ".cs")];

        Assert.NotEmpty(writers);
        Assert.Empty(writers.Except(cmdlets));
    }

    [Fact]
    public void Every_cmdlet_stands_on_the_class_that_writes()
    {
        Type[] cmdlets = [.. typeof(IKConnection).Assembly.GetTypes().Where(type => typeof(Cmdlet).IsAssignableFrom(type) && !type.IsAbstract)];

        Assert.NotEmpty(cmdlets);
        Assert.All(cmdlets, type => Assert.True(typeof(ImageKit.Metadata.Commands.IKCommand).IsAssignableFrom(type), type.Name));
    }

    [Fact]
    public void The_manifest_has_the_version_of_the_assemblies()
    {
        using Shell shell = new();

        Version version = shell.Run("(Get-Module ImageKit.Metadata).Version").One<Version>();

        Assert.Equal(typeof(IKConnection).Assembly.GetName().Version!.ToString(3), version.ToString(3));
        Assert.Equal(typeof(ImageKitClient).Assembly.GetName().Version!.ToString(3), version.ToString(3));
    }

    [Theory]
    [InlineData(typeof(ImageMetadata))]
    [InlineData(typeof(ExifData))]
    public void What_is_written_out_can_be_read_in_again(Type type)
    {
        Assert.NotNull(type.GetConstructor([]));
        Assert.All(type.GetProperties(), property =>
        {
            Assert.True(property.SetMethod is { IsPublic: true }, property.Name);
            Assert.NotEqual(typeof(DateTimeOffset), Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        });
    }

    private static string[] Staged(string framework) => Names(Directory.GetFiles(Path.Combine(Repository.ModuleDirectory, "bin", framework)));

    private static string[] Names(IEnumerable<string> paths) => [.. paths.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\b(Write(Object|Error|Verbose|Warning|Debug|Progress|Information|CommandDetail)|ThrowTerminatingError)\s*\(")]
    private static partial Regex WriteCall();
}
