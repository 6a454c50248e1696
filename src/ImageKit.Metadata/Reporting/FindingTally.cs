namespace ImageKit.Metadata.Reporting;

/// <summary>The findings of one rule or one folder, counted.</summary>
internal sealed class FindingTally(string name)
{
    private const int States = 5;

    private readonly long[] _counts = new long[3 * States];

    public string Name => name;

    /// <summary>The findings, without those that were accepted and those that are gone.</summary>
    public long Count => this[AuditSeverity.Error] + this[AuditSeverity.Warning] + this[AuditSeverity.Information];

    public long AcceptedCount { get; private set; }

    /// <summary>The findings, with those that were accepted.</summary>
    public long Total => Count + AcceptedCount;

    /// <summary>The bytes of storage that can be saved; a file counts once, under the rule that saves most of it.</summary>
    public long SavingBytes { get; set; }

    public AuditSeverity Worst =>
        this[AuditSeverity.Error] > 0 ? AuditSeverity.Error : this[AuditSeverity.Warning] > 0 ? AuditSeverity.Warning : AuditSeverity.Information;

    public long this[AuditSeverity severity] => Of(severity, null) + Of(severity, AuditBaselineState.New) + Of(severity, AuditBaselineState.Unchanged) + Of(severity, AuditBaselineState.Updated);

    public long Of(AuditSeverity severity, AuditBaselineState? state) => _counts[IndexOf(severity, state)];

    public long Of(AuditBaselineState state) =>
        Of(AuditSeverity.Error, state) + Of(AuditSeverity.Warning, state) + Of(AuditSeverity.Information, state);

    public void Add(AuditFinding finding)
    {
        if (finding.AcceptedReason is not null && finding.BaselineState != AuditBaselineState.Absent)
        {
            AcceptedCount++;
        }
        else
        {
            _counts[IndexOf(finding.Severity, finding.BaselineState)]++;
        }
    }

    private static int IndexOf(AuditSeverity severity, AuditBaselineState? state) =>
        (Math.Min(2, Math.Max(0, (int)severity)) * States) + (state is AuditBaselineState known ? 1 + (int)known : 0);
}
