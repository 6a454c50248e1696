using System.Text.RegularExpressions;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>The topics: found, and of the form that the help system reads.</summary>
public sealed partial class AboutTopicTests(HelpShell fixture) : IClassFixture<HelpShell>
{
    private static readonly string[] Names =
        [.. Directory.GetFiles(HelpPage.Folder, "about_*.help.txt").Select(file => Path.GetFileName(file)[..^".help.txt".Length]).Order(StringComparer.Ordinal)];

    private readonly Shell _shell = fixture.Shell;

    public static TheoryData<string> Topics { get; } = [.. Names];

    [Fact]
    public void The_topics_are_all_there() => Assert.Equal(
        ["about_IKAudit", "about_IKBulk", "about_IKConnection", "about_IKErrors", "about_IKTransformation", "about_ImageKit.Metadata"],
        Names);

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_opens_with_its_name_and_one_line_on_what_it_is_about(string topic)
    {
        string[] lines = Read(topic);

        Assert.Equal(["TOPIC", "    " + topic, "", "SHORT DESCRIPTION"], lines[..4]);

        // The help system takes this line for the synopsis, and no second one.
        Assert.Matches(@"\A    \S.*\.\z", lines[4]);
        Assert.Equal(["", "LONG DESCRIPTION"], lines[5..7]);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_fits_into_80_columns_of_plain_text(string topic) => Assert.All(Read(topic), (line, index) =>
    {
        Assert.True(line.Length <= 80, $"Line {index + 1} has {line.Length} columns.");
        Assert.DoesNotMatch(@"\t|\s\z", line);
    });

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_help_system_finds_a_topic(string topic)
    {
        Assert.Equal(Read(topic)[4].Trim(), _shell.Run($"(Get-Help {topic}).Synopsis").One<string>());
        Assert.Equal(HelpText.Lines(string.Join('\n', Read(topic))), HelpText.Lines(_shell.Print($"Get-Help {topic}")));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void What_a_topic_names_exists(string topic)
    {
        string[] names = [.. CommandName().Matches(string.Join('\n', Read(topic))).Select(match => match.Value).Distinct()];

        Assert.All(names, name => Assert.True(name.StartsWith("about_", StringComparison.Ordinal) ? Names.Contains(name) : PublicCmdlet.All.ContainsKey(name), name));
    }

    private static string[] Read(string topic) => File.ReadAllLines(Path.Combine(HelpPage.Folder, topic + ".help.txt"));

    [GeneratedRegex(@"\babout_(IK|ImageKit)[\w.]*\w|\b[A-Z][a-z]+-IK[A-Za-z]+")]
    private static partial Regex CommandName();
}
