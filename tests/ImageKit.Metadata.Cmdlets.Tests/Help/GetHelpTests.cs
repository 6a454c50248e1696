using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using Markdig.Syntax;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>What a user sees who asks for help with the staged module imported.</summary>
public sealed class GetHelpTests(HelpShell fixture) : IClassFixture<HelpShell>
{
    private readonly Shell _shell = fixture.Shell;

    public static TheoryData<string> Cmdlets => PublicCmdlet.Names;

    [Fact]
    public void The_module_exports_the_cmdlets_that_have_help() => Assert.Equal(
        PublicCmdlet.All.Keys.Order(StringComparer.Ordinal),
        _shell.Run("(Get-Command -Module ImageKit.Metadata).Name").Succeeded().OutputAs<string>().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Full_help_shows_every_text_parameter_and_example(string cmdlet)
    {
        HelpPage page = new(cmdlet);

        string[] expected =
        [
            page.Synopsis,
            page.Description,
            page.Notes,
            .. page.Parameters.Select(Heading),
            .. page.Parameters.Select(parameter => parameter.Description),
            .. page.Examples.Select(example => $"--------- {example.Title} ---------"),
            .. page.Examples.SelectMany(example => example.Blocks.OfType<ParagraphBlock>().Select(block => page.Source[block.Span.Start..(block.Span.End + 1)])),
            .. page.Inputs.Concat(page.Outputs).Select(type => type.Title + "\n" + type.Text),
        ];

        string shown = HelpText.Words(_shell.Print($"Get-Help {cmdlet} -Full"));
        Assert.All(expected, text => Assert.Contains(HelpText.Words(text), shown, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Examples_have_no_marks_of_Markdown_and_no_control_characters(string cmdlet)
    {
        string text = _shell.Run($"Get-Help {cmdlet} -Examples | Out-String -Width 120").One<string>();

        Assert.DoesNotContain("```", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c is not ('\r' or '\n'));
        Assert.DoesNotMatch(@"\S *--------- Example", text);
    }

    [Fact]
    public void Default_values_are_shown() => Assert.Equal("64", _shell.Run("(Get-Help Get-IKMetadata -Parameter ThrottleLimit).defaultValue").One<string>());

    [Fact]
    public void Links_are_names_that_Get_Help_takes_and_addresses()
    {
        string[] links = HelpText.Lines(_shell.Print("Get-Help Get-IKMetadata -Full").Split("RELATED LINKS")[1]);

        Assert.Contains("Get-IKFile", links);
        Assert.DoesNotContain(links, link => link.Contains(".help.txt", StringComparison.Ordinal));
        Assert.All(links, link => Assert.Matches(@"\A([\w-]+|.* https://\S+)\z", link));
    }

    [Fact]
    public void Paragraphs_flow_at_any_width()
    {
        using Shell narrow = new(width: 60);
        string[] lines = narrow.Print("Get-Help Get-IKMetadata -Full").Split("DESCRIPTION")[1].Split('\n')[1..20];

        // Each line is as full as it can be: the next word would not fit.
        Assert.All(lines.Zip(lines.Skip(1)).Where(pair => pair.First.Trim().Length > 0 && pair.Second.Trim().Length > 0), pair =>
            Assert.True(pair.First.TrimEnd().Length + 1 + pair.Second.Trim().Split(' ')[0].Length >= 59, pair.First));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Examples_keep_their_columns(string cmdlet)
    {
        string text = _shell.Print($"Get-Help {cmdlet} -Examples");

        // The help indents everything alike.
        HashSet<string> shown = [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line[4..])];
        IEnumerable<string> code = new HelpPage(cmdlet).Examples.SelectMany(example => example.Fences("powershell").Concat(example.Fences("Output")))
            .SelectMany(fence => fence.Lines.ToString().Split('\n')).Select(line => line.TrimEnd()).Where(line => line.Length > 0);
        Assert.All(code, line => Assert.Contains(line, shown));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Online_help_goes_to_the_page(string cmdlet)
    {
        Uri uri = new(_shell.Run($"[Microsoft.PowerShell.Commands.GetHelpCodeMethods]::GetHelpUri((Get-Command {cmdlet}))").One<string>());

        Assert.Equal(Uri.UriSchemeHttps, uri.Scheme);
        Assert.EndsWith($"/blob/main/docs/en-US/{cmdlet}.md", uri.AbsolutePath, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(HelpPage.Folder, uri.Segments[^1])), uri.AbsoluteUri);
    }

    [Fact]
    public void Online_help_is_on_the_site_that_the_manifest_names()
    {
        Uri project = _shell.Run("(Get-Module ImageKit.Metadata).ProjectUri").One<Uri>();

        Assert.All(PublicCmdlet.All.Values, cmdlet => Assert.StartsWith(project.AbsoluteUri + "/", cmdlet.HelpUri, StringComparison.Ordinal));
    }

    [Fact]
    public void Help_is_found_in_a_language_it_is_not_written_in()
    {
        using Shell german = new(culture: "de-DE");

        Assert.Contains(HelpText.Words(new HelpPage("Get-IKMetadata").Synopsis), HelpText.Words(german.Print("Get-Help Get-IKMetadata")), StringComparison.Ordinal);
    }

    private static string Heading(HelpParameter parameter) =>
        parameter.Facts.Type == typeof(SwitchParameter).FullName ? $"-{parameter.Name}" : $"-{parameter.Name} <{parameter.Facts.Type}>";
}
