using System.Collections;
using System.Management.Automation.Language;

namespace ImageKit.Metadata.Completion;

/// <summary>Offers the formats that the media library knows.</summary>
internal sealed class FormatCompleter : IArgumentCompleter
{
    private static readonly (string Name, string Meaning)[] Formats =
    [
        ("jpg", "JPEG"),
        ("png", "PNG"),
        ("webp", "WebP"),
        ("avif", "AVIF"),
        ("gif", "GIF"),
        ("svg", "SVG, a drawing"),
        ("heic", "HEIC"),
        ("pdf", "PDF"),
        ("mp4", "MP4, a video"),
        ("webm", "WebM, a video"),
        ("mov", "QuickTime, a video"),
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return Formats
            .Where(format => format.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(format => new CompletionResult(format.Name, format.Name, CompletionResultType.ParameterValue, format.Meaning));
    }
}
