namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>How a Pester test ended.</summary>
public enum PesterOutcome
{
    /// <summary>It ran to its end.</summary>
    Passed,

    /// <summary>It, or the setup it depends on, threw.</summary>
    Failed,

    /// <summary>It was not run, or it asked to be skipped.</summary>
    Skipped,
}
