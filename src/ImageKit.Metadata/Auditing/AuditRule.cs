namespace ImageKit.Metadata;

/// <summary>What a rule looks for, and its settings.</summary>
public sealed class AuditRule
{
    /// <summary>The name, such as <c>GpsLocation</c>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The severity of its findings; the usual one if it has several.</summary>
    public AuditSeverity Severity { get; set; }

    /// <summary>Whether it runs.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>What it needs. Images without it are counted as not checked by the rule.</summary>
    public AuditData Needs { get; set; }

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
