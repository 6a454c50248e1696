using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Library.Changes;

/// <summary>The tags of one request, which the service limits.</summary>
internal static class TagList
{
    /// <summary>The most characters that all tags of a request may have together.</summary>
    public const int MaximumLength = 500;

    /// <summary>Why the service would refuse the tags, in a sentence; null if it would not.</summary>
    public static string? Validate(IReadOnlyCollection<string?> tags)
    {
        if (tags.Any(string.IsNullOrWhiteSpace))
        {
            return "A tag is empty.";
        }

        if (tags.FirstOrDefault(tag => !PlainText.IsWhole(tag!)) is string broken)
        {
            return $"The tag '{PlainText.Clean(broken)}' contains an unpaired surrogate.";
        }

        int length = tags.Sum(tag => tag!.Length);
        return length > MaximumLength ? $"The tags have {length} characters together; the service accepts at most {MaximumLength}." : null;
    }
}
