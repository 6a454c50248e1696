namespace ImageKit.Metadata.HelpBuilder;

/// <summary>How a parameter is given in one parameter set.</summary>
internal sealed record HelpParameterSet(string Name, string Position, bool IsRequired, bool FromPipeline, bool FromPropertyName)
{
    public string PipelineInput => (FromPipeline, FromPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}
