using System.Collections;
using System.Management.Automation;

namespace ImageKit.Metadata.Binding;

/// <summary>A rule's script block: it gets the image as <c>$_</c> and as its first argument, and puts out messages.</summary>
internal sealed class ScriptBlockCheck(ScriptBlock script)
{
    private static readonly Dictionary<string, ScriptBlock> NoFunctions = [];

    public IEnumerable<string> Run(ImageMetadata image)
    {
        List<PSVariable> variables = [new PSVariable("_", image)];
        foreach (PSObject? output in script.InvokeWithContext(NoFunctions, variables, image))
        {
            // True, as from a condition left standing alone, would be a message that says nothing; so would an empty text.
            if (output?.BaseObject is not bool && Describe(output) is { Length: > 0 } message)
            {
                yield return message;
            }
        }
    }

    /// <summary>A hashtable's own text is the name of its type.</summary>
    private static string? Describe(PSObject? output) =>
        output?.BaseObject is IDictionary table ? new PropertyBag(table).ToString() : output?.ToString();
}
