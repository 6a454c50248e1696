using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>A fenced block of a Markdown page.</summary>
/// <param name="Line">The number of its first line of text.</param>
/// <param name="Heading">The heading it stands under.</param>
/// <param name="Language">The word behind the fence.</param>
/// <param name="Text">Its lines, joined.</param>
/// <param name="FollowsAnother">Whether nothing stands between another one and it.</param>
internal sealed partial record FencedBlock(int Line, string Heading, string Language, string Text, bool FollowsAnother)
{
    /// <summary>The name of the file whose content it is, told by a comment in its first line; null for what is typed.</summary>
    public string? FileName => FileComment().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^# (\S+\.\w+)\n")]
    private static partial Regex FileComment();
}
