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
        while (place > 0 && Compare(finding, _worst[place - 1]) < 0)
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

    /// <summary>Negative if the first finding comes before the second.</summary>
    public static int Compare(AuditFinding first, AuditFinding second)
    {
        int order = (second.BaselineState == AuditBaselineState.New).CompareTo(first.BaselineState == AuditBaselineState.New);
        order = order != 0 ? order : second.Severity.CompareTo(first.Severity);
        return order != 0 ? order : (second.SavingBytes ?? -1).CompareTo(first.SavingBytes ?? -1);
    }
}
