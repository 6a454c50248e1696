using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Cmdlets.Tests.Help;
using YamlDotNet.RepresentationModel;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>Every example of the documentation, against the emulator.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ExampleTests(ExampleScene scene) : IClassFixture<ExampleScene>
{
    /// <summary>All examples: page, line, heading.</summary>
    public static TheoryData<string, int, string> All => Rows(page => page.Examples);

    /// <summary>Those to run.</summary>
    public static TheoryData<string, int, string> Runnable => Rows(page => page.IsTopic ? [] : page.Runnable);

    /// <summary>The pages with code in their text.</summary>
    public static TheoryData<string> WithInlineCode => [.. ExamplePage.All.Where(page => page.InlineCode.Count > 0).Select(page => page.Name)];

    /// <summary>The pages with YAML.</summary>
    public static TheoryData<string> WithYaml => [.. ExamplePage.All.Where(page => page.Blocks.Any(IsYaml)).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void An_example_is_PowerShell_and_names_only_parameters_that_exist(string page, int line, string heading) =>
        AssertNoMistakes(Find(page, line, heading).Steps);

    [Theory]
    [MemberData(nameof(Runnable))]
    public async Task An_example_does_what_it_shows(string page, int line, string heading)
    {
        Example example = Find(page, line, heading);
        if (ExampleUpdate.IsRequested)
        {
            await ExampleUpdate.WriteAsync(scene, page);
            return;
        }

        foreach ((ExampleStep step, ExampleResult result) in example.Steps.Zip(await scene.ResultsOfAsync(ExamplePage.At(page), example)))
        {
            Assert.True(result.Error is null, $"{step.Script}\nended with an error: {result.Error}");
            if (step.Output is not null)
            {
                string shown = ExampleOutput.Comparable(step.Output);
                string got = ExampleOutput.Comparable(result.Text!);
                Assert.True(shown == got, $"{step.Script}\n\nThe page shows:\n{shown}\n\nThe console shows:\n{got}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(WithInlineCode))]
    public void Code_in_the_text_names_only_parameters_that_exist(string page) =>
        AssertNoMistakes(ExamplePage.At(page).InlineCode
            .Where(code => PublicCmdlet.All.Keys.Any(name => code.Contains(name + " ", StringComparison.Ordinal)))
            .Select(code => new ExampleStep(code, null)));

    [Theory]
    [MemberData(nameof(WithYaml))]
    public void A_workflow_is_YAML_and_its_scripts_name_only_parameters_that_exist(string page)
    {
        foreach (FencedBlock block in ExamplePage.At(page).Blocks.Where(IsYaml))
        {
            YamlStream yaml = [];
            yaml.Load(new StringReader(block.Text));
            AssertNoMistakes(yaml.Documents.SelectMany(document => document.AllNodes).OfType<YamlMappingNode>()
                .Where(node => node.Children.TryGetValue("shell", out YamlNode? shell) && shell.ToString() == "pwsh")
                .Select(node => new ExampleStep(node["run"].ToString(), null)));
        }
    }

    private static bool IsYaml(FencedBlock block) => block.Language == "yaml";

    private static void AssertNoMistakes(IEnumerable<ExampleStep> steps) =>
        Assert.All(steps, step => Assert.True(!step.Mistakes.Any(), $"{step.Script}\n\n{string.Join('\n', step.Mistakes)}"));

    private static Example Find(string page, int line, string heading) =>
        ExamplePage.At(page).Examples.Single(example => example.Line == line && example.Heading == heading);

    private static TheoryData<string, int, string> Rows(Func<ExamplePage, IReadOnlyList<Example>> examplesOf)
    {
        TheoryData<string, int, string> rows = [];
        foreach (ExamplePage page in ExamplePage.All)
        {
            foreach (Example example in examplesOf(page))
            {
                rows.Add(page.Name, example.Line, example.Heading);
            }
        }

        return rows;
    }
}
