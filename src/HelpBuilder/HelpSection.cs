namespace ImageKit.Metadata.HelpBuilder;

/// <summary>A heading with what follows it.</summary>
internal sealed record HelpSection(int Level, string Title, HelpBlock[] Blocks)
{
    public IEnumerable<string> Paragraphs => Blocks.Where(block => block.Fence is null).Select(block => block.Text);
}
