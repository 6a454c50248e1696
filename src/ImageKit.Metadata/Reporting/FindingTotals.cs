namespace ImageKit.Metadata.Reporting;

/// <summary>Totals of findings, in memory that depends on the number of rules only.</summary>
internal sealed class FindingTotals
{
    private readonly Dictionary<string, RuleTally> _rules = new(StringComparer.OrdinalIgnoreCase);
    private string? _lastImage;
    private long _lastSaving;

    public IEnumerable<RuleTally> Rules => _rules.Values.OrderByDescending(rule => rule.Worst).ThenByDescending(rule => rule.Count).ThenBy(rule => rule.Name, StringComparer.Ordinal);

    public long Count => _rules.Values.Sum(rule => rule.Count);

    public long AcceptedCount => _rules.Values.Sum(rule => rule.AcceptedCount);

    /// <summary>
    /// An upper bound of what can be saved: of several findings of one image that come one after the other, the largest
    /// counts, since the same bytes cannot be saved twice.
    /// </summary>
    public long SavingBytes { get; private set; }

    public long CountOf(AuditSeverity severity) => _rules.Values.Sum(rule => rule[severity]);

    public RuleTally? Of(string rule) => _rules.TryGetValue(rule, out RuleTally? tally) ? tally : null;

    public void Add(AuditFinding finding)
    {
        if (!_rules.TryGetValue(finding.RuleName, out RuleTally? tally))
        {
            _rules.Add(finding.RuleName, tally = new RuleTally(finding.RuleName));
        }

        tally.Add(finding);
        if (finding.AcceptedReason is not null || finding.SavingBytes is not > 0)
        {
            return;
        }

        string? image = finding.Url ?? finding.FileId;
        if (image is null || image != _lastImage)
        {
            (_lastImage, _lastSaving) = (image, 0);
        }

        SavingBytes += Math.Max(0, finding.SavingBytes.Value - _lastSaving);
        _lastSaving = Math.Max(_lastSaving, finding.SavingBytes.Value);
    }
}
