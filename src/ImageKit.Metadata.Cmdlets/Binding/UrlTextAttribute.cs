using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Binding;

/// <summary>
/// Prepares input for a parameter <c>-Url</c>. A <see cref="Uri"/> becomes the text that it was made from, since its own text is
/// another URL: percent signs are decoded. A list pasted as one text is split. An object without a URL is marked, so that the
/// cmdlet can report all of its kind with one error, where the binder would write one each.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UrlTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>Line ends, and blanks, commas or semicolons before the next URL: none of them is part of one.</summary>
    private static readonly Regex Separators = new(@"\s*[\r\n]\s*|(?:[,;]?\s+|[,;])(?=https?://)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly ConditionalWeakTable<string, PipelineObject> WithoutUrl = new();

    /// <summary>Whether a value of the parameter stands for an input that has no URL.</summary>
    public static bool IsWithoutUrl(string? url, out PipelineObject input)
    {
        input = null!;
        return url is not null && WithoutUrl.TryGetValue(url, out input!);
    }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        PipelineObject input = new(inputData);
        switch (input.Value)
        {
            case string text:
                return Split(text) is [var single] ? single : Split(text);
            case Uri uri:
                return uri.OriginalString;
            case IList list:
                return list.Cast<object?>().SelectMany(ToItems).ToArray();
            case IDictionary when input.Url is string url:
                return url;
            case MediaFile { Url: { Length: > 0 } url }:
                // What the binder would find in its properties, without an exception for each file; and the array that it would make.
                return new[] { url };
            case null:
                return inputData;
        }

        if (input.Has("FileId") && input.Value is not IDictionary)
        {
            // PowerShell would convert the object to text before it looks at its properties. With this inner exception it looks at them.
            throw new ArgumentTransformationMetadataException("The object is not a URL.", new PSInvalidCastException());
        }

        if (!input.HasUrl && (input.IsRow || input.Value is MediaFolder or DuplicateGroup))
        {
            string marker = new("no URL".ToCharArray());
            WithoutUrl.Add(marker, input);
            return marker;
        }

        return inputData;
    }

    private static IEnumerable<object?> ToItems(object? item) => PipelineObject.Unwrap(item) switch
    {
        Uri uri => [uri.OriginalString],
        string text => Split(text),
        _ => [item],
    };

    private static string[] Split(string text)
    {
        string[] urls = Separators.IsMatch(text) ? [.. Separators.Split(text).Where(part => part.Trim().Length > 0)] : [text];

        // Blanks alone are not a list but a fault that the cmdlet reports.
        return urls.Length == 0 ? [text] : urls;
    }
}
