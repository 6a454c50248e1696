using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

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
            .. Texts([page.Synopsis, page.Description, page.Notes]),
            .. page.Parameters.Select(Heading),
            .. Texts(page.Parameters.Select(parameter => parameter.Description)),
            .. page.Examples.Select(example => $"--------- {example.Title} ---------"),
            .. Texts(page.Examples.Select(example => example.Text)),
            .. Texts(page.Inputs.Concat(page.Outputs).Select(type => type.Title + "\n" + type.Text)),
        ];

        Assert.Empty(expected.Except(HelpText.Lines(_shell.Print($"Get-Help {cmdlet} -Full"))));
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

        Assert.Contains(new HelpPage("Get-IKMetadata").Synopsis, german.Print("Get-Help Get-IKMetadata"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(IEnumerable<string> texts) => texts.SelectMany(HelpText.Lines);

    private static string Heading(HelpParameter parameter) =>
        parameter.Facts.Type == typeof(SwitchParameter).FullName ? $"-{parameter.Name}" : $"-{parameter.Name} <{parameter.Facts.Type}>";
}
