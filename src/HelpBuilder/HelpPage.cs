using System.Text.RegularExpressions;

namespace ImageKit.Metadata.HelpBuilder;

/// <summary>A page of docs/en-US in the schema of PlatyPS.</summary>
internal sealed partial class HelpPage
{
    private const string CommonParameters = "CommonParameters";

    private readonly Dictionary<string, string> _frontMatter = [];
    private readonly List<HelpSection> _sections = [];

    private HelpPage(string[] lines)
    {
        int end = Array.IndexOf(lines, "---", 1);
        foreach (string[] pair in lines[1..end].Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2))
        {
            _frontMatter[pair[0]] = pair[1];
        }

        for (int i = end + 1; i < lines.Length;)
        {
            Match heading = Heading().Match(lines[i]);
            if (!heading.Success)
            {
                i++;
                continue;
            }

            int next = FindNextHeading(lines, i + 1);
            _sections.Add(new HelpSection(heading.Groups[1].Length, heading.Groups[2].Value.Trim(), [.. ReadBlocks(lines[(i + 1)..next])]));
            i = next;
        }
    }

    public string Name => _frontMatter["title"];

    public string HelpFile => _frontMatter["external help file"];

    public string HelpUri => _frontMatter["HelpUri"];

    public HelpSection Synopsis => Section("SYNOPSIS");

    public HelpSection Description => Section("DESCRIPTION");

    public HelpSection Notes => Section("NOTES");

    /// <summary>One for each parameter set; its fenced block is the syntax.</summary>
    public IEnumerable<HelpSection> Syntax => Children("SYNTAX");

    public IEnumerable<HelpSection> Examples => Children("EXAMPLES");

    public IEnumerable<HelpSection> Inputs => Children("INPUTS");

    public IEnumerable<HelpSection> Outputs => Children("OUTPUTS");

    public HelpParameter[] Parameters => [.. Children("PARAMETERS").Where(section => section.Title != CommonParameters).Select(HelpParameter.Read)];

    /// <summary>The links: a page of this folder has no address for who reads the help in a console.</summary>
    public IEnumerable<(string Text, string Uri)> Links { get; private set; } = [];

    public static HelpPage Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        return new HelpPage(lines)
        {
            Links = [.. lines.SkipWhile(line => line != "## RELATED LINKS").SelectMany(line => Link().Matches(line))
                .Select(match => (match.Groups[1].Value, match.Groups[2].Value.StartsWith("https://", StringComparison.Ordinal) ? match.Groups[2].Value : string.Empty))],
        };
    }

    private HelpSection Section(string title) => _sections.First(section => section.Level == 2 && section.Title == title);

    private IEnumerable<HelpSection> Children(string title) =>
        _sections.SkipWhile(section => section.Level != 2 || section.Title != title).Skip(1).TakeWhile(section => section.Level > 2);

    private static int FindNextHeading(string[] lines, int from)
    {
        bool isFenced = false;
        int i = from;
        while (i < lines.Length && (isFenced || !Heading().IsMatch(lines[i])))
        {
            isFenced ^= lines[i].StartsWith("```", StringComparison.Ordinal);
            i++;
        }

        return i;
    }

    private static IEnumerable<HelpBlock> ReadBlocks(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                int end = Array.FindIndex(lines, i + 1, line => line.StartsWith("```", StringComparison.Ordinal));
                yield return new HelpBlock(lines[i][3..].Trim(), string.Join('\n', lines[(i + 1)..end]));
                i = end;
            }
            else if (lines[i].Trim().Length > 0)
            {
                string[] block = [.. lines.Skip(i).TakeWhile(line => line.Trim().Length > 0 && !line.StartsWith("```", StringComparison.Ordinal))];
                yield return new HelpBlock(null, ToText(block));
                i += block.Length - 1;
            }
        }
    }

    /// <summary>The lines of a paragraph joined, for the console to wrap; one line for each item of a list and row of a table.</summary>
    private static string ToText(string[] lines)
    {
        string text = string.Join('\n', lines.Select(line => line.TrimEnd()));
        text = Wrapped().Replace(text, " ");
        text = Link().Replace(text, "$1");
        return Marks().Replace(text, "$1$2$3");
    }

    [GeneratedRegex(@"^(#{1,4}) (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Link();

    /// <summary>A line end that is no more than the wrapping of the source.</summary>
    [GeneratedRegex(@"\n *(?![-*|] |\d+\. |\|)")]
    private static partial Regex Wrapped();

    [GeneratedRegex(@"`([^`]+)`|\*\*([^*]+)\*\*|\\([\[\]<>*_|\\])")]
    private static partial Regex Marks();
}
