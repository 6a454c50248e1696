using ImageKit.Metadata.Cmdlets.Tests.Engine;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using YamlDotNet.Serialization;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>A page of docs/en-US, in PlatyPS's schema.</summary>
internal sealed class HelpPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().Build();

    private readonly MarkdownDocument _document;

    public HelpPage(string name)
    {
        Source = File.ReadAllText(Path.Combine(Folder, name + ".md"));
        _document = Markdown.Parse(Source, Pipeline);
        string yaml = _document.OfType<YamlFrontMatterBlock>().Single().Lines.ToString();
        FrontMatter = new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>(yaml);
        Sections = Split([.. _document.OfType<HeadingBlock>().Where(heading => heading.Level > 1)], level: 2);
    }

    /// <summary>Where the help is written.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "en-US");

    public string Source { get; }

    public IReadOnlyDictionary<string, string> FrontMatter { get; }

    /// <summary>The sections of the second level: SYNOPSIS, SYNTAX and so on.</summary>
    public IReadOnlyList<HelpSection> Sections { get; }

    public string Synopsis => Section("SYNOPSIS").Text;

    public string Description => Section("DESCRIPTION").Text;

    public string Notes => Section("NOTES").Text;

    /// <summary>One a parameter set.</summary>
    public IReadOnlyList<HelpSection> Syntax => Section("SYNTAX").Children;

    public IReadOnlyList<HelpSection> Examples => Section("EXAMPLES").Children;

    /// <summary>The types that go in; their names are the headings.</summary>
    public IReadOnlyList<HelpSection> Inputs => Section("INPUTS").Children;

    /// <summary>The types that come out.</summary>
    public IReadOnlyList<HelpSection> Outputs => Section("OUTPUTS").Children;

    public IReadOnlyList<HelpParameter> Parameters =>
        [.. Section("PARAMETERS").Children.Where(section => section.Title != "CommonParameters").Select(ReadParameter)];

    public IReadOnlyList<(string Text, string Uri)> Links =>
        [.. Section("RELATED LINKS").Blocks.SelectMany(block => block.Descendants<LinkInline>()).Select(link => (link.FirstChild?.ToString() ?? "", link.Url ?? ""))];

    public HelpSection Section(string title) => Sections.Single(section => section.Title == title);

    private static HelpParameter ReadParameter(HelpSection section)
    {
        FencedCodeBlock yaml = section.Fences("yaml").Single();
        string description = section.Text[..section.Text.LastIndexOf("```yaml", StringComparison.Ordinal)].Trim();
        return new HelpParameter(section.Title.TrimStart('-'), description, ParameterFacts.Parse(yaml.Lines.ToString()));
    }

    private List<HelpSection> Split(IReadOnlyList<HeadingBlock> headings, int level)
    {
        List<HelpSection> sections = [];
        for (int i = 0; i < headings.Count;)
        {
            int next = i + 1;
            while (next < headings.Count && headings[next].Level > level)
            {
                next++;
            }

            HeadingBlock heading = headings[i];
            int from = _document.IndexOf(heading) + 1;
            int to = from;
            while (to < _document.Count && _document[to] is not HeadingBlock)
            {
                to++;
            }

            string title = Source[heading.Span.Start..(heading.Span.End + 1)].TrimStart('#').Trim();
            string text = Source[(heading.Span.End + 1)..(to < _document.Count ? _document[to].Span.Start : Source.Length)].Trim();
            sections.Add(new HelpSection(title, text, [.. _document.Skip(from).Take(to - from)], Split([.. headings.Skip(i + 1).Take(next - i - 1)], level + 1)));
            i = next;
        }

        return sections;
    }
}
