namespace ImageKit.Metadata;

/// <summary>How a finding compares to an earlier audit, in the terms of SARIF 2.1.0.</summary>
public enum AuditBaselineState
{
    /// <summary>The earlier audit does not have it.</summary>
    New,

    /// <summary>The earlier audit has the same finding.</summary>
    Unchanged,

    /// <summary>The earlier audit has it with another severity or message.</summary>
    Updated,

    /// <summary>The earlier audit has it and this one does not: it is resolved, or its file is gone.</summary>
    Absent,
}
