using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// Totals of findings. Of each file that bytes can be saved of, a hash and a number are kept, because its bytes can be saved
/// once only.
/// </summary>
internal sealed class FindingTotals
{
    private const int MaximumFolders = 1000;
    private const string OtherFolders = "(other folders)";

    private readonly Dictionary<string, FindingTally> _rules = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FindingTally> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (FindingTally Rule, long Bytes)> _savings = [];

    /// <summary>The rules, the worst first.</summary>
    public IEnumerable<FindingTally> Rules => WorstFirst(_rules.Values);

    /// <summary>The top-level folders, the worst first.</summary>
    public IEnumerable<FindingTally> Folders => WorstFirst(_folders.Values);

    /// <summary>The findings, without those that were accepted and those that are gone.</summary>
    public long Count => _rules.Values.Sum(rule => rule.Count);

    public long AcceptedCount => _rules.Values.Sum(rule => rule.AcceptedCount);

    /// <summary>An upper bound of the storage that can be saved, in bytes: the sum over the rules.</summary>
    public long SavingBytes { get; private set; }

    /// <summary>Whether the findings were compared to an earlier audit.</summary>
    public bool HasStates { get; private set; }

    /// <summary>How many findings of an earlier audit could not be checked again.</summary>
    public long CarriedCount { get; private set; }

    public long CountOf(AuditSeverity severity) => _rules.Values.Sum(rule => rule[severity]);

    public long CountOf(AuditBaselineState state) => _rules.Values.Sum(rule => rule.Of(state));

    public FindingTally? OfRule(string rule) => _rules.TryGetValue(rule, out FindingTally? tally) ? tally : null;

    public void Add(AuditFinding finding)
    {
        HasStates |= finding.FirstSeen is not null || finding.BaselineState is not null;
        if (ReportText.IsCarried(finding))
        {
            CarriedCount++;
            return;
        }

        FindingTally rule = TallyOf(_rules, finding.RuleName);
        FindingTally folder = TallyOf(_folders, FolderOf(finding));
        rule.Add(finding);
        folder.Add(finding);
        if (finding.AcceptedReason is null && finding.BaselineState != AuditBaselineState.Absent && finding.SavingBytes is > 0 && ReportText.IsStored(finding))
        {
            AddSaving(finding, finding.SavingBytes.Value, rule, folder);
        }
    }

    private static IEnumerable<FindingTally> WorstFirst(IEnumerable<FindingTally> tallies) => tallies
        .OrderByDescending(tally => tally.Worst)
        .ThenByDescending(tally => tally.Count)
        .ThenBy(tally => tally.Name, StringComparer.Ordinal);

    private static FindingTally TallyOf(Dictionary<string, FindingTally> tallies, string name)
    {
        if (!tallies.TryGetValue(name, out FindingTally? tally))
        {
            tallies.Add(name, tally = new FindingTally(name));
        }

        return tally;
    }

    private string FolderOf(AuditFinding finding)
    {
        string folder = ReportText.TopFolder(finding);
        return _folders.Count < MaximumFolders || _folders.ContainsKey(folder) ? folder : OtherFolders;
    }

    /// <summary>Counts what a file saves once, under the rule that saves most.</summary>
    private void AddSaving(AuditFinding finding, long bytes, FindingTally rule, FindingTally folder)
    {
        ImageIdentity identity = ImageIdentity.Of(finding.Url, finding.FileId);
        if (identity.FileKey is string file)
        {
            long key = TextHash.Of(file);
            if (_savings.TryGetValue(key, out (FindingTally Rule, long Bytes) before))
            {
                if (before.Bytes >= bytes)
                {
                    return;
                }

                before.Rule.SavingBytes -= before.Bytes;
                folder.SavingBytes -= before.Bytes;
                SavingBytes -= before.Bytes;
            }

            _savings[key] = (rule, bytes);
        }

        rule.SavingBytes += bytes;
        folder.SavingBytes += bytes;
        SavingBytes += bytes;
    }
}
