using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>The pages of docs/en-US: complete, and of the cmdlets as they are.</summary>
public sealed partial class HelpPageTests
{
    public static TheoryData<string> Cmdlets => PublicCmdlet.Names;

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet()
    {
        IEnumerable<string> pages = Directory.GetFiles(HelpPage.Folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "ImageKit.Metadata");

        Assert.Equal(PublicCmdlet.All.Keys.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_page_has_the_parts_of_the_schema_in_order(string cmdlet) => Assert.Equal(
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"],
        new HelpPage(cmdlet).Sections.Select(section => section.Title));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_front_matter_names_the_cmdlet_and_its_files(string cmdlet)
    {
        Dictionary<string, string> expected = new()
        {
            ["document type"] = "cmdlet",
            ["external help file"] = PublicCmdlet.All[cmdlet].HelpFile,
            ["HelpUri"] = PublicCmdlet.All[cmdlet].HelpUri ?? "",
            ["Locale"] = "en-US",
            ["Module Name"] = PublicCmdlet.All[cmdlet].Module,
            ["PlatyPS schema version"] = "2024-05-01",
            ["title"] = cmdlet,
        };

        Assert.Equivalent(expected, new HelpPage(cmdlet).FrontMatter.Where(pair => pair.Key != "ms.date").ToDictionary());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_has_the_parameter_sets_of_the_cmdlet(string cmdlet)
    {
        Dictionary<string, string[]> shown = new HelpPage(cmdlet).Syntax.ToDictionary(
            section => section.Title,
            section => ParameterName().Matches(section.Text[(section.Text.IndexOf(cmdlet, StringComparison.Ordinal) + cmdlet.Length)..])
                .Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).ToArray());

        IReadOnlyDictionary<string, string[]> sets = PublicCmdlet.All[cmdlet].ParameterSets;
        Assert.Equal(sets.Keys.Order(StringComparer.Ordinal), shown.Keys.Order(StringComparer.Ordinal));
        Assert.All(sets, set => Assert.Equal(set.Value, shown[set.Key]));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_parameters_are_those_of_the_cmdlet(string cmdlet)
    {
        IReadOnlyDictionary<string, ParameterFacts> parameters = PublicCmdlet.All[cmdlet].Parameters;
        IReadOnlyList<HelpParameter> described = new HelpPage(cmdlet).Parameters;

        Assert.Equal(parameters.Keys.Order(StringComparer.Ordinal), described.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        Assert.All(described, parameter => Assert.Equal(parameters[parameter.Name].ToString(), parameter.Facts.ToString()));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void What_goes_in_and_what_comes_out_is_named(string cmdlet)
    {
        HelpPage page = new(cmdlet);

        // More may be named than the parameters tell: they take objects for what has a certain property.
        Assert.Subset(page.Inputs.Select(input => input.Title).ToHashSet(), PublicCmdlet.All[cmdlet].Inputs.ToHashSet());
        Assert.Equal(PublicCmdlet.All[cmdlet].Outputs.Order(StringComparer.Ordinal), page.Outputs.Select(output => output.Title).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Nothing_is_left_to_be_filled_in(string cmdlet)
    {
        HelpPage page = new(cmdlet);

        Assert.DoesNotContain("{{", page.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("FILL IN", page.Source, StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"\A\S.*\.\z", page.Synopsis);
        Assert.NotEmpty(page.Description);
        Assert.NotEmpty(page.Notes);
        Assert.NotEmpty(page.Inputs);
        Assert.NotEmpty(page.Outputs);
        Assert.NotEmpty(page.Links);
        Assert.All(page.Parameters, parameter => Assert.True(parameter.Description.Length > 0, $"-{parameter.Name} is not described."));
        Assert.All([.. page.Inputs, .. page.Outputs], type => Assert.True(type.Text.Length > 0, $"{type.Title} is not described."));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void There_are_three_examples_or_more_each_with_a_title_and_code(string cmdlet)
    {
        IReadOnlyList<HelpSection> examples = new HelpPage(cmdlet).Examples;

        Assert.True(examples.Count >= 3, $"There are {examples.Count} examples.");
        Assert.All(examples, (example, index) =>
        {
            Assert.Matches($@"\AExample {index + 1}: \S", example.Title);
            Assert.NotEmpty(example.Fences("powershell"));

            // Get-Help would take the indentation away, and the columns would no longer be in line.
            Assert.DoesNotMatch(@"\n[ \t]*\n[ \t]+\S", example.Text);
        });
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void What_a_page_links_to_is_there(string cmdlet) => Assert.All(
        new HelpPage(cmdlet).Links,
        link => Assert.True(link.Uri.StartsWith("https://", StringComparison.Ordinal) || File.Exists(Path.Combine(HelpPage.Folder, link.Uri)), link.Uri));

    [Fact]
    public void The_page_of_the_module_lists_the_cmdlets_with_what_they_do()
    {
        HelpPage page = new("ImageKit.Metadata");
        IReadOnlyList<HelpSection> listed = page.Section("ImageKit.Metadata Cmdlets").Children;

        Assert.DoesNotContain("{{", page.Source, StringComparison.Ordinal);
        Assert.Equal(PublicCmdlet.All.Values.Where(cmdlet => cmdlet.Module == "ImageKit.Metadata").Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal).Select(name => $"[{name}]({name}.md)"), listed.Select(section => section.Title));
        Assert.All(listed, section => Assert.Equal(new HelpPage(section.Title.Split('[', ']')[1]).Synopsis, section.Text));
    }

    [GeneratedRegex(@"-([A-Z]\w*)")]
    private static partial Regex ParameterName();
}
