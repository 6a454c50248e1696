namespace ImageKit.Metadata;

/// <summary>What a rule looks for, and the settings it works with.</summary>
public sealed class AuditRule
{
    /// <summary>The name, such as <c>GpsLocation</c>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The severity of its findings; where a rule has several, that of the usual case.</summary>
    public AuditSeverity Severity { get; set; }

    /// <summary>Whether it runs unless told otherwise.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>What it looks for, in a sentence or two.</summary>
    public string Description { get; set; } = string.Empty;

    /// <summary>Why the defaults are what they are, with the sources.</summary>
    public string? Reason { get; set; }

    /// <summary>What to do about a finding.</summary>
    public string? Recommendation { get; set; }

    /// <summary>The settings, with values and defaults; empty if it has none.</summary>
    public AuditRuleSetting[] Settings { get; set; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
