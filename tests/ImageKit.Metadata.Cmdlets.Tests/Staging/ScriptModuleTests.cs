using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Staging;

/// <summary>What the script module says when the assembly of the edition cannot be loaded.</summary>
public sealed class ScriptModuleTests : IDisposable
{
    private readonly string _module = Directory.CreateTempSubdirectory("broken-module").FullName;

    public ScriptModuleTests()
    {
        File.Copy(Path.Combine(Repository.ModuleDirectory, "ImageKit.Metadata.psm1"), Path.Combine(_module, "ImageKit.Metadata.psm1"));
        Directory.CreateDirectory(Path.Combine(_module, "bin", "net8.0"));
        File.WriteAllText(Path.Combine(_module, "bin", "net8.0", "ImageKit.Metadata.Cmdlets.dll"), "no assembly");
    }

    [Fact]
    public void A_shell_older_than_seven_four_gets_a_message() =>
        Assert.Equal("ImageKit.Metadata needs PowerShell 7.4 or later, or Windows PowerShell 5.1.", Import(version: "7.3.9").Message);

    [Fact]
    public void Any_other_reason_is_the_loader_s_own()
    {
        Exception failure = Import(version: "7.4.0");

        Assert.IsType<BadImageFormatException>(failure);
        Assert.Contains("ImageKit.Metadata.Cmdlets.dll", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_module, recursive: true);

    /// <summary>Imports the script module as a shell of this version would: the variable itself cannot be changed.</summary>
    private Exception Import(string version)
    {
        string path = Path.Combine(_module, "ImageKit.Metadata.psm1");
        string script = File.ReadAllText(path);
        Assert.Contains("$PSVersionTable.PSVersion ", script, StringComparison.Ordinal);
        File.WriteAllText(path, script.Replace("$PSVersionTable.PSVersion ", $"[semver]'{version}' ", StringComparison.Ordinal));
        using Shell shell = new(importModule: false);
        shell["module"] = path;
        ShellResult result = shell.Run("Import-Module $module");

        Assert.True(result.Terminated);
        return result.TerminatingError!.Exception;
    }
}
