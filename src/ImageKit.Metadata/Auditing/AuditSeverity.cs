namespace ImageKit.Metadata;

/// <summary>How severe a finding is.</summary>
public enum AuditSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Information,

    /// <summary>Costs bytes, money or quality, or may reveal more than it should.</summary>
    Warning,

    /// <summary>Broken, or revealed to everybody.</summary>
    Error,
}
