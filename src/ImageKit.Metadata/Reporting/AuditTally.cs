using ImageKit.Metadata.Reporting;

namespace ImageKit.Metadata;

/// <summary>The findings of one rule or one top-level folder, counted.</summary>
public sealed class AuditTally
{
    /// <summary>The name of the rule, or the folder.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>How many findings there are, without those that a baseline accepts and those that are gone.</summary>
    public long FindingCount { get; set; }

    /// <summary>How many of them are errors.</summary>
    public long ErrorCount { get; set; }

    /// <summary>How many of them are warnings.</summary>
    public long WarningCount { get; set; }

    /// <summary>How many of them are information.</summary>
    public long InformationCount { get; set; }

    /// <summary>How many findings the baseline accepts.</summary>
    public long AcceptedCount { get; set; }

    /// <summary>How many findings the earlier audit has not; 0 without <c>-Since</c>.</summary>
    public long NewCount { get; set; }

    /// <summary>How many findings are the same as in the earlier audit; 0 without <c>-Since</c>.</summary>
    public long UnchangedCount { get; set; }

    /// <summary>How many findings have changed since the earlier audit; 0 without <c>-Since</c>.</summary>
    public long UpdatedCount { get; set; }

    /// <summary>How many findings of the earlier audit are gone; 0 without <c>-Since</c>.</summary>
    public long AbsentCount { get; set; }

    /// <summary>How many images the rule could not check for want of data; null for a folder, and for a rule of another audit.</summary>
    public long? NotCheckedCount { get; set; }

    /// <summary>The bytes of storage that can be saved at most; a file counts once.</summary>
    public long SavingBytes { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal static AuditTally Of(FindingTally tally, long? notChecked) => new()
    {
        Name = tally.Name,
        FindingCount = tally.Count,
        ErrorCount = tally[AuditSeverity.Error],
        WarningCount = tally[AuditSeverity.Warning],
        InformationCount = tally[AuditSeverity.Information],
        AcceptedCount = tally.AcceptedCount,
        NewCount = tally.Of(AuditBaselineState.New),
        UnchangedCount = tally.Of(AuditBaselineState.Unchanged),
        UpdatedCount = tally.Of(AuditBaselineState.Updated),
        AbsentCount = tally.Of(AuditBaselineState.Absent),
        NotCheckedCount = notChecked,
        SavingBytes = tally.SavingBytes,
    };
}
