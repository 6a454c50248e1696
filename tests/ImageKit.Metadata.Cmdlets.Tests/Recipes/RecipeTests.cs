using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;
using YamlDotNet.RepresentationModel;

namespace ImageKit.Metadata.Cmdlets.Tests.Recipes;

/// <summary>The recipes of <c>docs/recipes</c>, as far as this machine can test them.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed partial class RecipeTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "recipes");

    public static TheoryData<string> Scripts => [.. Files("*.ps1")];

    public static TheoryData<string> Workflows =>
        [.. Files("*.y*ml").Concat(Directory.GetFiles(Path.Combine(Repository.Root, ".github", "workflows")))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_has_no_syntax_error(string path)
    {
        Parser.ParseFile(path, out _, out ParseError[] errors);

        Assert.Empty(errors);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_is_yaml_and_pins_each_action_to_a_commit(string path)
    {
        YamlStream yaml = [];
        yaml.Load(new StringReader(File.ReadAllText(path)));
        string[] actions = [.. yaml.Documents.SelectMany(document => document.AllNodes).OfType<YamlMappingNode>()
            .SelectMany(node => node.Children)
            .Where(entry => entry.Key is YamlScalarNode { Value: "uses" })
            .Select(entry => ((YamlScalarNode)entry.Value).Value!)];

        Assert.NotEmpty(yaml.Documents);
        Assert.All(actions, action => Assert.Matches(PinnedAction(), action));
    }

    [Fact]
    public void Each_recipe_refers_to_files_that_exist()
    {
        string readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        string[] links = [.. Link().Matches(readme).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(Folder, link)), link));
        Assert.Contains("COPY Invoke-NightlyAudit.ps1 ", File.ReadAllText(Path.Combine(Folder, "Dockerfile")), StringComparison.Ordinal);
        Assert.Contains("/Invoke-NightlyAudit.ps1 -Path ", File.ReadAllText(Path.Combine(Folder, "image-audit.service")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nightly_audit_fails_for_errors_once_and_passes_while_nothing_is_new()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nightly");
        try
        {
            Assert.Equal(1, Run(emulator, folder.FullName).ExitCode);
            long requested = emulator.Statistics.Metadata.Received;
            (int exitCode, string output, string errors) = Run(emulator, folder.FullName);

            Assert.True(exitCode == 0, output + errors);
            Assert.Superset(
                new HashSet<string> { "audit.html", "audit.json", "audit.sarif", "library.jsonl" },
                folder.GetFiles().Select(file => file.Name).ToHashSet());
            Assert.True(emulator.Statistics.Metadata.Received - requested < requested / 10, "the second run requests almost nothing");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int ExitCode, string Output, string Errors) Run(ImageKitEmulator emulator, string folder) => Pwsh.RunToEnd(
        "-Command",
        $"$env:PSModulePath = '{Path.Combine(Repository.Root, "artifacts", "module")}' + [IO.Path]::PathSeparator + $env:PSModulePath; "
        + $"$env:IMAGEKIT_PRIVATE_KEY = '{new EmulatorOptions().PrivateKey}'; "
        + $"& '{Path.Combine(Folder, "Invoke-NightlyAudit.ps1")}' -Path '{folder}' -ApiBaseUri '{emulator.BaseUri}'");

    private static string[] Files(string pattern) => Directory.GetFiles(Folder, pattern);

    [GeneratedRegex("^[^@]+@[0-9a-f]{40}$")]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
