using YamlDotNet.Serialization;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>What is to be known of a parameter: the YAML under its description, in PlatyPS's schema.</summary>
internal sealed class ParameterFacts
{
    public string Type { get; set; } = "";

    public string DefaultValue { get; set; } = "";

    public bool SupportsWildcards { get; set; }

    public List<string> Aliases { get; set; } = [];

    public List<ParameterSetFacts> ParameterSets { get; set; } = [];

    public bool DontShow { get; set; }

    public List<string> AcceptedValues { get; set; } = [];

    public string HelpMessage { get; set; } = "";

    public static ParameterFacts Parse(string yaml) => new DeserializerBuilder().Build().Deserialize<ParameterFacts>(yaml);

    /// <summary>The facts in a form to compare and to read in the message of a test; the order of the sets means nothing.</summary>
    public override string ToString()
    {
        ParameterSets.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new SerializerBuilder().Build().Serialize(this);
    }
}
