using System.Collections;
using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>The commands of a shell with both modules imported.</summary>
internal static class ShellCommands
{
    private static readonly Dictionary<string, HashSet<string>> Parameters = ReadParameters();

    /// <summary>The names and aliases of a command's parameters; null for a command that does not exist.</summary>
    public static IReadOnlySet<string>? ParametersOf(string? name) => name is null ? null : Parameters.GetValueOrDefault(name);

    private static Dictionary<string, HashSet<string>> ReadParameters()
    {
        using Shell shell = new();
        shell.Run($"Import-Module '{Repository.CompanionManifest}' -ErrorAction Stop").Succeeded();
        shell.Run(ExampleScene.Vault).Succeeded();
        return shell.Run("""
            foreach ($name in Get-Command -CommandType Cmdlet, Function, Alias -ListImported) {
                $command = if ($name.CommandType -eq 'Alias') { $name.ResolvedCommand } else { $name }
                if ($command) { @{ Name = $name.Name; Parameters = @($command.Parameters.Values | ForEach-Object { $_.Name; $_.Aliases }) } }
            }
            """).Succeeded().OutputAs<Hashtable>().ToDictionary(
                command => (string)command["Name"]!,
                command => LanguagePrimitives.ConvertTo<string[]>(command["Parameters"]).ToHashSet(StringComparer.OrdinalIgnoreCase),
                StringComparer.OrdinalIgnoreCase);
    }
}
