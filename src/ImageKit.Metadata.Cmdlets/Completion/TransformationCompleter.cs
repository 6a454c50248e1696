using System.Collections;
using System.Management.Automation.Language;

namespace ImageKit.Metadata.Completion;

/// <summary>
/// Offers the common parameters of a transformation with their meaning, and completes their values:
/// <c>'w-400,f</c> becomes <c>'w-400,f-webp'</c>. See <see href="https://imagekit.io/docs/transformations"/>.
/// </summary>
internal sealed class TransformationCompleter : IArgumentCompleter
{
    private static readonly char[] Separators = [',', ':'];

    private static readonly (string Text, string Meaning)[] Parameters =
    [
        ("w-400", "Width: pixels, or a part of the original's (w-0.5)"),
        ("h-300", "Height: pixels, or a part of the original's (h-0.5)"),
        ("ar-16-9", "Aspect ratio, beside a width or a height"),
        ("c-maintain_ratio", "Keeps the ratio and cuts off what is too much (the default)"),
        ("c-at_max", "Fits into width and height, never larger than the original"),
        ("c-at_max_enlarge", "Fits into width and height, larger if need be"),
        ("c-at_least", "Covers width and height"),
        ("c-force", "Exactly width and height, squeezed if need be"),
        ("cm-extract", "Cuts a piece of width and height out, without resizing"),
        ("cm-pad_resize", "Fits into width and height and fills up with the background"),
        ("fo-auto", "Cuts around what matters most in the image"),
        ("fo-face", "Cuts around the faces"),
        ("q-80", "Quality, 1 to 100: lower is smaller"),
        ("f-auto", "The format that suits the browser best"),
        ("f-webp", "WebP"),
        ("f-avif", "AVIF"),
        ("f-jpg", "JPEG"),
        ("f-png", "PNG"),
        ("dpr-2", "Multiplies width and height for dense screens, 0.1 to 5"),
        ("rt-90", "Turns by degrees, clockwise; N90 the other way, auto by the EXIF orientation"),
        ("fl-h", "Mirrors: h left to right, v top to bottom"),
        ("bl-10", "Blurs, 1 to 100"),
        ("r-20", "Rounds the corners: pixels, or max for a circle"),
        ("bg-FFFFFF", "Color of the background"),
        ("b-5_FF0000", "A border: width in pixels, color"),
        ("e-grayscale", "Shades of gray"),
        ("e-contrast", "More contrast"),
        ("e-sharpen", "Sharper"),
        ("pr-true", "Progressive JPEG"),
        ("lo-true", "Lossless, for WebP and PNG"),
        ("md-true", "Keeps the metadata, EXIF among it"),
        ("cp-true", "Keeps the color profile"),
        ("n-", "A named transformation of the account, such as n-thumb"),
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        int start = word.LastIndexOfAny(Separators) + 1;
        string before = word.Substring(0, start);
        string begun = word.Substring(start);

        // A comma without quotes would make a list of two transformations.
        string quote = wordToComplete is ['"', ..] ? "\""
            : wordToComplete.Length > word.Length || before.Length > 0 ? "'"
            : string.Empty;
        return Parameters
            .Where(parameter => parameter.Text.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(parameter => new CompletionResult(
                quote + before + parameter.Text + quote, parameter.Text, CompletionResultType.ParameterValue, parameter.Meaning));
    }
}
