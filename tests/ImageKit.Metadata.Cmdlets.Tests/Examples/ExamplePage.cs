using System.Text.RegularExpressions;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Cmdlets.Tests.Help;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>A page of the documentation and the examples in it.</summary>
internal sealed partial class ExamplePage
{
    private const string HelpFolder = "docs/en-US";
    private const string Prompt = "PS> ";
    private const string Continuation = ">> ";

    private ExamplePage(string name)
    {
        Name = name;
        string path = Path.Combine(Repository.Root, name);
        IsTopic = !name.EndsWith(".md", StringComparison.Ordinal);
        if (IsTopic)
        {
            Examples = [.. IndentedCommands(File.ReadAllLines(path))];
        }
        else
        {
            MarkdownDocument document = Markdown.Parse(File.ReadAllText(path));
            Blocks = [.. FencedBlocks(document)];
            InlineCode = [.. document.Descendants<CodeInline>().Select(code => code.Content)];
            Examples = [.. FencedCommands(Blocks)];
        }

        Runnable = [.. FindRunnable()];
    }

    /// <summary>The README, the page on scaling and the help.</summary>
    public static IReadOnlyList<ExamplePage> All { get; } = [.. HelpPages().Prepend("docs/scaling.md").Prepend("README.md").Select(name => new ExamplePage(name))];

    /// <summary>Its path in the repository.</summary>
    public string Name { get; }

    /// <summary>Whether it is a topic of the help, in plain text: its examples are read and not run.</summary>
    public bool IsTopic { get; }

    /// <summary>Its fenced blocks.</summary>
    public IReadOnlyList<FencedBlock> Blocks { get; } = [];

    /// <summary>The code within its text.</summary>
    public IReadOnlyList<string> InlineCode { get; } = [];

    /// <summary>Its examples, which may build on those before them.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>The examples that a test can run: those that stay on this machine and in this process, and need nothing that the others create.</summary>
    public IReadOnlyList<Example> Runnable { get; }

    /// <summary>The page of a name.</summary>
    public static ExamplePage At(string name) => All.Single(page => page.Name == name);

    private static IEnumerable<string> HelpPages() =>
        Directory.GetFiles(Path.Combine(Repository.Root, HelpFolder))
            .Where(path => path.EndsWith(".md", StringComparison.Ordinal) || path.EndsWith(".help.txt", StringComparison.Ordinal))
            .Select(path => $"{HelpFolder}/{Path.GetFileName(path)}")
            .Order(StringComparer.Ordinal);

    private static IEnumerable<FencedBlock> FencedBlocks(MarkdownDocument document)
    {
        string heading = "";
        FencedCodeBlock? before = null;
        foreach (LeafBlock block in document.Descendants<LeafBlock>())
        {
            if (block is HeadingBlock { Inline: { } title })
            {
                heading = string.Concat(title.Descendants<LeafInline>().Select(text => text is CodeInline code ? code.Content : text.ToString()));
            }
            else if (block is FencedCodeBlock fenced)
            {
                // The text begins a line below the fence, and lines are counted from one.
                yield return new FencedBlock(fenced.Line + 2, heading, fenced.Info ?? "", fenced.Lines.ToString(), before is not null);
            }

            before = block as FencedCodeBlock;
        }
    }

    private static IEnumerable<Example> FencedCommands(IReadOnlyList<FencedBlock> blocks)
    {
        for (int i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Language == "powershell")
            {
                string? output = i + 1 < blocks.Count && blocks[i + 1] is { Language: "Output", FollowsAnother: true } next ? next.Text : null;
                IEnumerable<ExampleStep> steps = blocks[i].Text.StartsWith(Prompt, StringComparison.Ordinal)
                    ? Prompted(blocks[i].Text.Split('\n'))
                    : [new ExampleStep(blocks[i].Text, output)];
                yield return new Example(blocks[i].Line, blocks[i].Heading, [.. steps]);
            }
        }
    }

    /// <summary>What is entered behind each prompt, and the lines that follow it.</summary>
    private static IEnumerable<ExampleStep> Prompted(string[] lines)
    {
        for (int i = 0; i < lines.Length;)
        {
            string[] more = [.. lines.Skip(i + 1).TakeWhile(line => line.StartsWith(Continuation, StringComparison.Ordinal))];
            string[] output = [.. lines.Skip(i + 1 + more.Length).TakeWhile(line => !line.StartsWith(Prompt, StringComparison.Ordinal))];
            string script = string.Join('\n', more.Select(line => line[Continuation.Length..]).Prepend(lines[i][Prompt.Length..]));
            yield return new ExampleStep(script, output.All(string.IsNullOrWhiteSpace) ? null : string.Join('\n', output));
            i += 1 + more.Length + output.Length;
        }
    }

    /// <summary>
    /// The commands in a topic: lines set in by eight and more that begin as commands do and name one of the module's. A name with
    /// a gap behind it is one of a list.
    /// </summary>
    private static IEnumerable<Example> IndentedCommands(string[] lines)
    {
        string heading = "";
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0 && lines[i][0] != ' ')
            {
                heading = lines[i];
            }

            string[] paragraph = [.. lines.Skip(i).TakeWhile(line => line.StartsWith("        ", StringComparison.Ordinal))];
            if (paragraph.Length > 0)
            {
                string text = string.Join('\n', paragraph);
                if (Command().IsMatch(text) && PublicCmdlet.All.Keys.Any(name => text.Contains(name, StringComparison.Ordinal)))
                {
                    yield return new Example(i + 1, heading, [new ExampleStep(text, null)]);
                }

                i += paragraph.Length - 1;
            }
        }
    }

    private IEnumerable<Example> FindRunnable()
    {
        string[] atHand = [.. ExampleScene.Lists, .. Blocks.Select(block => block.FileName).OfType<string>()];
        HashSet<string> missing = new(StringComparer.OrdinalIgnoreCase);
        foreach (Example example in Examples)
        {
            IEnumerable<string> created = example.Steps.SelectMany(step => step.Makes);
            if (example.Steps.Any(step => step.LeavesTheShell || step.Needs.Any(missing.Contains)))
            {
                missing.UnionWith(created.Except(atHand));
            }
            else
            {
                missing.ExceptWith(created);
                yield return example;
            }
        }
    }

    [GeneratedRegex(@"^ +([$(\['""]|[A-Z]\w+-\w+( \S|\n|$))")]
    private static partial Regex Command();
}
