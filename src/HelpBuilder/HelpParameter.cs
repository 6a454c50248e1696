namespace ImageKit.Metadata.HelpBuilder;

/// <summary>A parameter of a page: its description and the YAML below it.</summary>
internal sealed record HelpParameter(string Name, string[] Paragraphs, string Type, string Default, bool SupportsWildcards, string[] Aliases, string[] AcceptedValues, HelpParameterSet[] Sets)
{
    private const string AllSets = "(All)";

    public bool IsSwitch => Type == "System.Management.Automation.SwitchParameter";

    public HelpParameterSet In(string set) => Sets.FirstOrDefault(candidate => candidate.Name == set) ?? Sets.First(candidate => candidate.Name == AllSets);

    public static HelpParameter Read(HelpSection section)
    {
        string[] yaml = section.Blocks.First(block => block.Fence == "yaml").Text.Split('\n');
        List<HelpParameterSet> sets = [];
        for (int i = Array.IndexOf(yaml, "ParameterSets:") + 1; i < yaml.Length && yaml[i].StartsWith("- Name: ", StringComparison.Ordinal);)
        {
            Dictionary<string, string> values = new() { ["Name"] = yaml[i]["- Name: ".Length..].Trim('\'', '"') };
            for (i++; i < yaml.Length && yaml[i].StartsWith("  ", StringComparison.Ordinal); i++)
            {
                string[] pair = yaml[i].Split(':', 2);
                values[pair[0].Trim()] = pair[1].Trim();
            }

            sets.Add(new HelpParameterSet(
                values["Name"], values["Position"], values["IsRequired"] == "true", values["ValueFromPipeline"] == "true", values["ValueFromPipelineByPropertyName"] == "true"));
        }

        return new HelpParameter(
            section.Title.TrimStart('-'),
            [.. section.Paragraphs],
            Value(yaml, "Type"),
            Value(yaml, "DefaultValue"),
            Value(yaml, "SupportsWildcards") == "true",
            List(yaml, "Aliases"),
            List(yaml, "AcceptedValues"),
            [.. sets]);
    }

    private static string Value(string[] yaml, string name) =>
        yaml.First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim().Trim('\'', '"');

    private static string[] List(string[] yaml, string name) =>
        [.. yaml.SkipWhile(line => !line.StartsWith(name + ":", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim('\'', '"'))];
}
