using ImageKit.Metadata.Duplicates;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>Accepts a script block, or the name of a choice of which image to keep.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class ValidateKeepAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        object? value = arguments is PSObject wrapped ? wrapped.BaseObject : arguments;
        if (value is not ScriptBlock && !(value is string name && KeepOrder.ByName.ContainsKey(name)))
        {
            throw new ValidationMetadataException(
                $"'{PlainText.Clean(value?.ToString() ?? string.Empty, 40)}' is not a choice of which image to keep. Use {string.Join(", ", KeepOrder.ByName.Keys)}, or a script block.");
        }
    }
}
