namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>How a parameter is given in one parameter set.</summary>
internal sealed class ParameterSetFacts
{
    public string Name { get; set; } = "";

    public string Position { get; set; } = "";

    public bool IsRequired { get; set; }

    public bool ValueFromPipeline { get; set; }

    public bool ValueFromPipelineByPropertyName { get; set; }

    public bool ValueFromRemainingArguments { get; set; }
}
