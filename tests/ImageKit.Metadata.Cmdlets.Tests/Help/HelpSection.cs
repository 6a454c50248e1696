using Markdig.Syntax;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>A heading of a page and what is under it.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Text">The source between this heading and the next one of any level, trimmed.</param>
/// <param name="Blocks">The same, parsed.</param>
/// <param name="Children">The sections below, of the next level.</param>
internal sealed record HelpSection(string Title, string Text, IReadOnlyList<Block> Blocks, IReadOnlyList<HelpSection> Children)
{
    /// <summary>The fenced blocks of a language.</summary>
    public IEnumerable<FencedCodeBlock> Fences(string language) =>
        Blocks.OfType<FencedCodeBlock>().Where(fence => string.Equals(fence.Info, language, StringComparison.OrdinalIgnoreCase));
}
