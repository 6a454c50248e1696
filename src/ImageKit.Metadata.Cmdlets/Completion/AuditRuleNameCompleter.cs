using System.Collections;
using System.Management.Automation.Language;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Completion;

/// <summary>Completes the names of the built-in audit rules.</summary>
internal sealed class AuditRuleNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return new Auditor().Rules
            .Where(rule => NamePattern.Matches(word + "*", rule.Name))
            .OrderBy(rule => rule.Name, StringComparer.Ordinal)
            .Select(rule => new CompletionResult(rule.Name, rule.Name, CompletionResultType.ParameterValue, rule.Description));
    }
}
