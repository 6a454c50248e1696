using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>What an example enters at once, and what it shows to come of it.</summary>
internal sealed partial class ExampleStep
{
    /// <summary>Commands that reach the Gallery or other machines, import another build, or start a process that knows nothing of the emulator.</summary>
    private static readonly string[] Leaving = ["Install-Module", "Install-PSResource", "Import-Module", "Invoke-Command", "Invoke-WebRequest", "Start-Job"];

    private readonly ScriptBlockAst _ast;
    private readonly ParseError[] _errors;

    /// <summary>Reads a step.</summary>
    /// <param name="script">What is entered.</param>
    /// <param name="output">What is shown to come of it; null when the page shows nothing.</param>
    public ExampleStep(string script, string? output)
    {
        Script = script;
        Output = output;
        _ast = Parser.ParseInput(script, out _, out _errors);
    }

    /// <summary>What is entered.</summary>
    public string Script { get; }

    /// <summary>What is shown to come of it; null when the page shows nothing.</summary>
    public string? Output { get; }

    /// <summary>The variables it sets, and the files of the folder that it names, which it may write.</summary>
    public IEnumerable<string> Makes =>
    [
        .. Find<AssignmentStatementAst>().SelectMany(assignment => VariablesIn(assignment.Left)).Select(name => "$" + name),
        .. Find<CommandAst>().SelectMany(command => Arguments(command).Where(argument => argument.Parameter.EndsWith("Variable", StringComparison.OrdinalIgnoreCase)))
            .Select(argument => argument.Value).OfType<StringConstantExpressionAst>().Select(name => "$" + name.Value),
        .. Files,
    ];

    /// <summary>The variables and the files of the folder that it names.</summary>
    public IEnumerable<string> Needs => VariablesIn(_ast).Select(name => "$" + name).Concat(Files);

    /// <summary>Whether it reaches for something outside of this shell, so that no test runs it.</summary>
    public bool LeavesTheShell => CommandNames.Intersect(Leaving, StringComparer.OrdinalIgnoreCase).Any();

    /// <summary>What is wrong with it before it runs: syntax, and parameters that its commands do not have.</summary>
    public IEnumerable<string> Mistakes =>
    [
        .. _errors.Select(error => $"{error.Extent.Text}: {error.Message}"),
        .. from command in Find<CommandAst>()
           let known = ShellCommands.ParametersOf(command.GetCommandName())
           where known is not null
           from parameter in Parameters(command)
           where !known.Contains(parameter)
           select $"{command.GetCommandName()} has no parameter -{parameter}.",
    ];

    private IEnumerable<string> CommandNames => Find<CommandAst>().Select(command => command.GetCommandName()).OfType<string>();

    private IEnumerable<string> Files => Find<StringConstantExpressionAst>().Select(text => text.Value).Where(text => FileName().IsMatch(text));

    private IEnumerable<T> Find<T>()
        where T : Ast => _ast.FindAll(node => node is T, searchNestedScriptBlocks: true).Cast<T>();

    private static IEnumerable<string> VariablesIn(Ast ast) =>
        ast.FindAll(node => node is VariableExpressionAst, searchNestedScriptBlocks: true).Cast<VariableExpressionAst>().Select(variable => variable.VariablePath.UserPath);

    /// <summary>The parameters that a command is given, by name or in a hashtable of the same step.</summary>
    private IEnumerable<string> Parameters(CommandAst command) =>
    [
        .. command.CommandElements.OfType<CommandParameterAst>().Select(parameter => parameter.ParameterName),
        .. from splatted in command.CommandElements.OfType<VariableExpressionAst>()
           where splatted.Splatted
           from assignment in Find<AssignmentStatementAst>()
           where VariablesIn(assignment.Left).Contains(splatted.VariablePath.UserPath, StringComparer.OrdinalIgnoreCase)
           from key in (assignment.Right as CommandExpressionAst)?.Expression is HashtableAst table ? table.KeyValuePairs.Select(pair => pair.Item1) : []
           select ((StringConstantExpressionAst)key).Value,
    ];

    /// <summary>The values that follow a parameter's name.</summary>
    private static IEnumerable<(string Parameter, CommandElementAst Value)> Arguments(CommandAst command) =>
        command.CommandElements.Zip(command.CommandElements.Skip(1))
            .Where(pair => pair.First is CommandParameterAst { Argument: null })
            .Select(pair => (((CommandParameterAst)pair.First).ParameterName, pair.Second));

    [GeneratedRegex(@"^[\w-]+(\.[\w-]+)*\.[a-z]+$")]
    private static partial Regex FileName();
}
