using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>
/// Writes what the console shows into the pages, in place of what they show: for whoever changed a view or a message. Set
/// <c>IK_UPDATE_EXAMPLES</c> to 1, run ExampleTests, and look at the difference.
/// </summary>
internal static class ExampleUpdate
{
    private static readonly HashSet<string> Written = [];

    public static bool IsRequested { get; } = Environment.GetEnvironmentVariable("IK_UPDATE_EXAMPLES") == "1";

    /// <summary>Updates a page, once.</summary>
    public static async Task WriteAsync(ExampleScene scene, string name)
    {
        if (!Written.Add(name))
        {
            return;
        }

        ExamplePage page = ExamplePage.At(name);
        string path = Path.Combine(Repository.Root, name);
        string source = await File.ReadAllTextAsync(path);
        int position = 0;
        foreach (Example example in page.Runnable)
        {
            foreach ((ExampleStep step, ExampleResult result) in example.Steps.Zip(await scene.ResultsOfAsync(page, example)))
            {
                if (step.Output?.Trim('\n') is not { } shown)
                {
                    continue;
                }

                string text = string.Join('\n', result.Text!.Split('\n').Select(line => line.TrimEnd())).Trim('\n');
                int start = source.IndexOf(shown, position, StringComparison.Ordinal);
                if (ExampleOutput.Comparable(shown) == ExampleOutput.Comparable(text))
                {
                    text = shown;
                }

                source = source.Remove(start, shown.Length).Insert(start, text);
                position = start + text.Length;
            }
        }

        await File.WriteAllTextAsync(path, source);
    }
}
