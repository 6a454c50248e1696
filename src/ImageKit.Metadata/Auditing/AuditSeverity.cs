namespace ImageKit.Metadata;

/// <summary>How bad a finding is.</summary>
public enum AuditSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Information,

    /// <summary>Costs bytes, money or quality, or may tell more than it should.</summary>
    Warning,

    /// <summary>Broken, or told to everybody.</summary>
    Error,
}
