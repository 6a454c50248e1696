using System.Collections;
using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>The commands of the hosted engine with the module imported.</summary>
internal static class HostedCommands
{
    private const string Module = "ImageKit.Metadata";

    private static readonly Dictionary<string, HashSet<string>> Parameters = new(StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> NamesInModule = [];

    static HostedCommands()
    {
        using Shell shell = new();
        shell.Run(ExampleScene.Vault).Succeeded();

        // Some aliases of the engine stand for commands that only the full shell has.
        ShellResult commands = shell.Run("""
            Get-Command -CommandType Cmdlet, Function, Alias -ListImported | ForEach-Object {
                $command = if ($_.CommandType -eq 'Alias') { $_.ResolvedCommand } else { $_ }
                if ($command) { @{ Name = $_.Name; Module = $_.ModuleName; Parameters = @($command.Parameters.Values | ForEach-Object { $_.Name; $_.Aliases }) } }
            }
            """).Succeeded();
        foreach (Hashtable command in commands.OutputAs<Hashtable>())
        {
            string name = (string)command["Name"]!;
            Parameters[name] = LanguagePrimitives.ConvertTo<string[]>(command["Parameters"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if ((string?)command["Module"] == Module)
            {
                NamesInModule.Add(name);
            }
        }
    }

    /// <summary>The names of the module's cmdlets.</summary>
    public static IReadOnlySet<string> OfModule => NamesInModule;

    /// <summary>Whether a command is there.</summary>
    public static bool Knows(string name) => Parameters.ContainsKey(name);

    /// <summary>The names and aliases of a command's parameters; null for a command that is not there.</summary>
    public static IReadOnlySet<string>? ParametersOf(string? name) => name is null ? null : Parameters.GetValueOrDefault(name);
}
