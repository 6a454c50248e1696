using System.Collections;
using System.Management.Automation;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Commands;

/// <summary>
/// Takes a <see cref="Uri"/> by the text it was made from: its own text has the percent signs taken out, and is another URL.
/// An object that has a file id is no URL as a whole: PowerShell would make text of it before it looks at its properties. Nor is a
/// row of something else, of which the text would tell nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class UrlTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>The properties that an object may have its URL in: the parameter and its aliases.</summary>
    internal static readonly string[] Names = ["Url", "Uri", "ImageUrl", "Href"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = Unwrap(inputData);
        if (value is not (null or string or Uri or Array) && inputData is PSObject input)
        {
            if (input.Properties["FileId"] is not null)
            {
                // With this inner exception the binder goes on to the properties.
                throw new ArgumentTransformationMetadataException("The object is no URL.", new PSInvalidCastException());
            }

            if (value is PSCustomObject or IDictionary or MediaFolder or DuplicateGroup && !Names.Any(name => input.Properties[name] is not null))
            {
                throw new ArgumentTransformationMetadataException($"The object has none of the properties {string.Join(", ", Names)} and FileId.");
            }
        }

        return value switch
        {
            Uri uri => uri.OriginalString,
            IList list when list.Cast<object?>().Any(item => Unwrap(item) is Uri) =>
                list.Cast<object?>().Select(item => Unwrap(item) is Uri uri ? uri.OriginalString : item).ToArray(),
            _ => inputData,
        };
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
