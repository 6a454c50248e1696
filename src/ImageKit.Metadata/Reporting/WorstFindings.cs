namespace ImageKit.Metadata.Reporting;

/// <summary>The findings to show first: new ones before known ones, then the most severe, then those that save most.</summary>
internal sealed class WorstFindings(int maximum)
{
    private readonly List<AuditFinding> _worst = [];

    public IReadOnlyList<AuditFinding> Findings => _worst;

    public void Add(AuditFinding finding)
    {
        if (finding.AcceptedReason is not null || finding.BaselineState == AuditBaselineState.Absent || ReportText.IsCarried(finding))
        {
            return;
        }

        int place = _worst.Count;
        while (place > 0 && RankOf(finding).CompareTo(RankOf(_worst[place - 1])) > 0)
        {
            place--;
        }

        if (place < maximum)
        {
            _worst.Insert(place, finding);
            if (_worst.Count > maximum)
            {
                _worst.RemoveAt(maximum);
            }
        }
    }

    private static (bool IsNew, AuditSeverity Severity, long SavingBytes) RankOf(AuditFinding finding) =>
        (finding.BaselineState == AuditBaselineState.New, finding.Severity, finding.SavingBytes ?? -1);
}
