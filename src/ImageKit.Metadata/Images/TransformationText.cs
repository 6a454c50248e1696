using System.Text.RegularExpressions;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Images;

/// <summary>
/// A transformation as a user gives it: parameters of the form <c>name-value</c>, joined by commas, in steps joined by colons. See
/// <see href="https://imagekit.io/docs/transformations"/>.
/// </summary>
internal static class TransformationText
{
    private static readonly string[] Prefixes = ["?tr=", "&tr=", "/tr:", "tr=", "tr:"];

    private static readonly string[] Formats = ["auto", "webp", "avif", "jpg", "jpeg", "png"];

    private static readonly string[] Effects = ["grayscale", "contrast", "sharpen", "shadow", "gradient", "usm"];

    // The names of parameters that take a number, the longer ones first.
    private static readonly Regex NumberWithoutHyphen = new(
        "^(?<name>dpr|bl|rt|ar|w|h|q|r|x|y|t|b)[ =_]?(?<value>[0-9].*)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    private static readonly Regex OtherSeparator = new("^(?<name>[a-z]{1,4})[ =](?<value>.+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    private static readonly Regex WidthByHeight = new(@"^(?<width>\d+)x(?<height>\d+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    /// <summary>The transformation without the blanks around it and without what precedes and follows it in a URL: <c>?tr=</c>, <c>/tr:</c>, a final slash.</summary>
    public static string Trim(string text)
    {
        string trimmed = text.Trim();
        string bare = RemovePrefix(trimmed);
        return bare.Length == trimmed.Length ? trimmed : bare.TrimEnd('/');
    }

    /// <summary>The transformation without what precedes it in a URL.</summary>
    public static string RemovePrefix(string text) =>
        text.Substring(Array.Find(Prefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal))?.Length ?? 0);

    /// <summary>Why a text is not a transformation, with the closest form that is one; null if it is one.</summary>
    public static string? Validate(string text)
    {
        string transformation = Trim(text);
        if (transformation.Length == 0)
        {
            return "The transformation is empty.";
        }

        if (ImageUrl.HasScheme(transformation))
        {
            return ImageUrl.FindTransformation(transformation) is string inUrl
                ? $"This is a URL. Did you mean its transformation, '{PlainText.Clean(inUrl, 100)}'?"
                : "This is a URL, not a transformation such as 'w-400'.";
        }

        // The text of a layer may contain anything.
        string[][] steps = [.. transformation.Split(':').Select(step => step.Split(','))];
        string? wrong = steps.SelectMany(step => step).FirstOrDefault(parameter => !IsParameter(parameter));
        if (wrong is null || Array.Exists(steps, step => Array.Exists(step, parameter => parameter.StartsWith("l-", StringComparison.Ordinal))))
        {
            return null;
        }

        string?[][] closest =
        [
            .. steps
                .Select(step => step.Where(parameter => parameter.Trim().Length > 0).Select(parameter => IsParameter(parameter) ? parameter : FindClosest(parameter)).ToArray())
                .Where(step => step.Length > 0),
        ];
        string fault = wrong.Trim().Length == 0
            ? "The transformation has an empty parameter or step"
            : $"'{PlainText.Clean(wrong, 40)}' is not a parameter of a transformation: a parameter is a name, a hyphen and a value";
        return Array.Exists(closest, step => Array.IndexOf(step, null) >= 0)
            ? fault + ", as in 'w-400'."
            : $"{fault}. Did you mean '{PlainText.Clean(string.Join(":", closest.Select(step => string.Join(",", step))), 100)}'?";
    }

    private static bool IsParameter(string parameter) => parameter.Trim().IndexOf('-') is int hyphen and > 0 && hyphen < parameter.Trim().Length - 1;

    /// <summary>The parameter that was probably meant; null for none.</summary>
    private static string? FindClosest(string parameter)
    {
        string text = parameter.Trim();
        if (WidthByHeight.Match(text) is { Success: true } size)
        {
            return $"w-{size.Groups["width"].Value},h-{size.Groups["height"].Value}";
        }

        if (NumberWithoutHyphen.Match(text) is { Success: true } number)
        {
            return ToParameter(number);
        }

        if (OtherSeparator.Match(text) is { Success: true } other)
        {
            return ToParameter(other);
        }

        return Array.Exists(Formats, format => format.Equals(text, StringComparison.OrdinalIgnoreCase)) ? "f-" + text.ToLowerInvariant()
            : Array.Exists(Effects, effect => effect.Equals(text, StringComparison.OrdinalIgnoreCase)) ? "e-" + text.ToLowerInvariant()
            : text.Length > 0 && text.All(c => c is >= '0' and <= '9') ? "w-" + text
            : null;
    }

    private static string ToParameter(Match match) => $"{match.Groups["name"].Value.ToLowerInvariant()}-{match.Groups["value"].Value}";
}
