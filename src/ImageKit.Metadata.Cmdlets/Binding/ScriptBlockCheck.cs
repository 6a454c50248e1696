using System.Collections;
using System.Management.Automation.Language;
using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata.Binding;

/// <summary>A custom rule's script block: it gets the image as <c>$_</c> and as its first argument, and emits messages.</summary>
internal sealed class ScriptBlockCheck(string rule, ScriptBlock script, Action<string> writeWarning)
{
    private static readonly Dictionary<string, ScriptBlock> NoFunctions = [];

    private bool _hasWarned;

    /// <summary>The fields of the image that the script block reads, by the names of the members in it.</summary>
    public SubjectFields Needs => script.Ast
        .FindAll(node => node is MemberExpressionAst { Member: StringConstantExpressionAst }, searchNestedScriptBlocks: true)
        .Select(node => SubjectFieldNames.FieldsOf(((StringConstantExpressionAst)((MemberExpressionAst)node).Member).Value))
        .Aggregate(SubjectFields.None, (all, fields) => all | fields);

    public IEnumerable<string> Run(ImageMetadata image)
    {
        List<PSVariable> variables = [new PSVariable("_", image)];
        foreach (PSObject? output in script.InvokeWithContext(NoFunctions, variables, image))
        {
            if (output?.BaseObject is bool condition)
            {
                WarnOfCondition(condition);
            }
            else if (ToMessage(output) is { Length: > 0 } message)
            {
                yield return message;
            }
        }
    }

    private void WarnOfCondition(bool condition)
    {
        if (condition && !_hasWarned)
        {
            _hasWarned = true;
            writeWarning($"The rule '{rule}' returns true, which is not a message, so that it finds nothing. Return a text: {{ if (…) {{ 'what is wrong' }} }}.");
        }
    }

    /// <summary>A hashtable's own text is the name of its type.</summary>
    private static string? ToMessage(PSObject? output) =>
        output?.BaseObject is IDictionary table ? new PropertyBag(table).ToString() : output?.ToString();
}
