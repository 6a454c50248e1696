using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Quickstart;

/// <summary>
/// <c>Format-List</c> as the full shell has it: the engine's package holds all of it but the cmdlet itself.
/// </summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>Wires the engine's formatter to the list shape.</summary>
    public FormatListCommand()
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        Assembly engine = typeof(FrontEndCommandBase).Assembly;
        Type shape = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.FormatShape", throwOnError: true)!;
        Type formatter = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.InnerFormatShapeCommand", throwOnError: true)!;
        typeof(FrontEndCommandBase).GetField("implementation", any)!.SetValue(
            this,
            Activator.CreateInstance(formatter, any, null, [Enum.Parse(shape, "List")], null));
    }
}
