namespace ImageKit.Metadata.Reporting;

/// <summary>What one rule has found so far.</summary>
internal sealed class RuleTally(string name)
{
    private readonly long[] _bySeverity = new long[3];

    public string Name => name;

    /// <summary>The findings, those that were accepted left out.</summary>
    public long Count => _bySeverity.Sum();

    public long AcceptedCount { get; private set; }

    public long SavingBytes { get; private set; }

    public long this[AuditSeverity severity] => _bySeverity[(int)severity];

    public AuditSeverity Worst =>
        _bySeverity[2] > 0 ? AuditSeverity.Error : _bySeverity[1] > 0 ? AuditSeverity.Warning : AuditSeverity.Information;

    public void Add(AuditFinding finding)
    {
        if (finding.AcceptedReason is not null)
        {
            AcceptedCount++;
            return;
        }

        _bySeverity[(int)finding.Severity]++;
        SavingBytes += Math.Max(0, finding.SavingBytes ?? 0);
    }
}
