namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>A parameter in the MAML file.</summary>
internal sealed record MamlParameter(
    string Name,
    string Type,
    bool IsRequired,
    string Position,
    string PipelineInput,
    bool SupportsWildcards,
    string Aliases,
    string AcceptedValues,
    string Default,
    string Description)
{
    /// <summary>The parameter of a page, where there is one answer for all its sets.</summary>
    public static MamlParameter Of(HelpParameter parameter)
    {
        ParameterFacts facts = parameter.Facts;
        string[] pipeline =
        [
            .. facts.ParameterSets.Any(set => set.ValueFromPipeline) ? ["ByValue"] : Array.Empty<string>(),
            .. facts.ParameterSets.Any(set => set.ValueFromPipelineByPropertyName) ? ["ByPropertyName"] : Array.Empty<string>(),
        ];
        return new MamlParameter(
            parameter.Name,
            facts.Type,
            facts.ParameterSets.Any(set => set.IsRequired),
            facts.ParameterSets[0].Position.ToLowerInvariant(),
            pipeline.Length > 0 ? $"true ({string.Join(", ", pipeline)})" : "false",
            facts.SupportsWildcards,
            facts.Aliases.Count > 0 ? string.Join(", ", facts.Aliases) : "none",
            string.Join('\n', facts.AcceptedValues),
            facts.DefaultValue,
            HelpText.Words(parameter.Description));
    }
}
