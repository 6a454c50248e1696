using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace ImageKit.Metadata.Binding;

/// <summary>Finds the common parameter <c>-PipelineVariable</c> in the commands of a pipeline before a given one.</summary>
internal static class PipelineVariable
{
    private const string ParameterName = "PipelineVariable";
    private const string Alias = "pv";

    /// <summary>The name of the variable; null if there is none, or if it cannot be known, such as with a splatted parameter.</summary>
    public static string? FindBefore(InvocationInfo invocation)
    {
        // The statement that runs: the invocation itself has no more than one line of it.
        string statement = Runspace.DefaultRunspace?.Debugger?.GetCallStack().FirstOrDefault()?.Position?.Text ?? invocation.Line;
        if (statement.IndexOf("-pip", StringComparison.OrdinalIgnoreCase) < 0 && statement.IndexOf("-" + Alias, StringComparison.OrdinalIgnoreCase) < 0)
        {
            return null;
        }

        return Parser.ParseInput(statement, out _, out _)
            .FindAll(ast => ast is PipelineAst, searchNestedScriptBlocks: true)
            .Cast<PipelineAst>()
            .SelectMany(pipeline => CommandsBefore(pipeline, invocation.InvocationName))
            .Select(FindVariable)
            .FirstOrDefault(name => name is not null);
    }

    private static IEnumerable<CommandAst> CommandsBefore(PipelineAst pipeline, string name)
    {
        CommandAst[] commands = [.. pipeline.PipelineElements.OfType<CommandAst>()];
        int index = Array.FindIndex(commands, command => name.Equals(command.GetCommandName(), StringComparison.OrdinalIgnoreCase));
        return commands.Take(Math.Max(index, 0));
    }

    private static string? FindVariable(CommandAst command)
    {
        for (int i = 0; i < command.CommandElements.Count; i++)
        {
            if (command.CommandElements[i] is CommandParameterAst parameter && IsPipelineVariable(parameter.ParameterName))
            {
                Ast? value = parameter.Argument ?? (i + 1 < command.CommandElements.Count ? command.CommandElements[i + 1] : null);
                return (value as StringConstantExpressionAst)?.Value ?? value?.Extent.Text ?? string.Empty;
            }
        }

        return null;
    }

    /// <summary>PowerShell accepts an unambiguous beginning; shorter ones are parameters of the command itself.</summary>
    private static bool IsPipelineVariable(string name) =>
        name.Equals(Alias, StringComparison.OrdinalIgnoreCase)
        || (name.Length > 2 && ParameterName.StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
