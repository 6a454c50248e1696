using System.Collections;
using System.Management.Automation.Language;
using ImageKit.Metadata.Duplicates;

namespace ImageKit.Metadata.Completion;

/// <summary>Offers the choices of which image of a group to keep.</summary>
internal sealed class KeepCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        KeepOrder.ByName.Keys
            .Where(name => name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
}
