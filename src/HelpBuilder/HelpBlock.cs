namespace ImageKit.Metadata.HelpBuilder;

/// <summary>A paragraph, list or fenced block of a page.</summary>
/// <param name="Fence">The word behind the fence; null for text.</param>
/// <param name="Text">The text as the console shows it: the lines of a paragraph joined, without marks of Markdown; code as it is.</param>
internal sealed record HelpBlock(string? Fence, string Text);
