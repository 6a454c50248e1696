namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>The MAML file that the build makes has everything that the pages have.</summary>
public sealed class MamlTests
{
    public static TheoryData<string> Cmdlets => PublicCmdlet.Names;

    [Fact]
    public void It_has_the_cmdlets_and_no_more() =>
        Assert.Equal(PublicCmdlet.All.Keys.Order(StringComparer.Ordinal), MamlFile.Commands.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_texts_are_those_of_the_page(string cmdlet)
    {
        (MamlCommand maml, HelpPage page) = Both(cmdlet);

        Assert.Equal(HelpText.Words(page.Synopsis), maml.Synopsis);
        Assert.Equal(HelpText.Words(page.Description), maml.Description);
        Assert.Equal(HelpText.Words(page.Notes), maml.Notes);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_examples_are_those_of_the_page(string cmdlet)
    {
        (MamlCommand maml, HelpPage page) = Both(cmdlet);

        Assert.Equal(page.Examples.Select(example => example.Title), maml.Examples.Select(example => example.Title));
        Assert.All(page.Examples, (example, index) =>
        {
            string code = example.Fences("powershell").First().Lines.ToString();
            Assert.Equal(code, maml.Examples[index].Code);
            Assert.Equal(HelpText.Words(example.Text.Replace(code, "", StringComparison.Ordinal)), maml.Examples[index].Remarks);
        });
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_is_that_of_the_cmdlet(string cmdlet)
    {
        (MamlCommand maml, HelpPage page) = Both(cmdlet);
        IReadOnlyDictionary<string, string[]> sets = PublicCmdlet.All[cmdlet].ParameterSets;

        Assert.Equal(sets.Count, maml.Syntax.Count);
        Assert.All(page.Syntax, (section, index) => Assert.Equal(sets[section.Title], maml.Syntax[index]));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_parameters_are_those_of_the_page(string cmdlet)
    {
        (MamlCommand maml, HelpPage page) = Both(cmdlet);

        Assert.Equal(page.Parameters.Select(MamlParameter.Of).OrderBy(parameter => parameter.Name, StringComparer.Ordinal), maml.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void What_goes_in_and_comes_out_is_that_of_the_page(string cmdlet)
    {
        (MamlCommand maml, HelpPage page) = Both(cmdlet);

        Assert.Equal(page.Inputs.Select(input => (input.Title, HelpText.Words(input.Text))), maml.Inputs);
        Assert.Equal(page.Outputs.Select(output => (output.Title, HelpText.Words(output.Text))), maml.Outputs);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_first_link_is_the_page_online(string cmdlet)
    {
        (MamlCommand maml, HelpPage page) = Both(cmdlet);

        // A page beside this one has no address in a console: its name is what Get-Help takes.
        IEnumerable<(string, string)> links = page.Links.Select(link => (link.Text, link.Uri.StartsWith("https://", StringComparison.Ordinal) ? link.Uri : ""));
        Assert.Equal([("Online Version", PublicCmdlet.All[cmdlet].HelpUri!), .. links], maml.Links);
    }

    private static (MamlCommand Maml, HelpPage Page) Both(string cmdlet) => (MamlFile.Commands[cmdlet], new HelpPage(cmdlet));
}
