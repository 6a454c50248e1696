namespace ImageKit.Metadata.Reporting;

/// <summary>The first groups of images that look alike, and how many there are in all.</summary>
internal sealed class DuplicateGallery
{
    private const int MostGroups = 48;
    private const int MostCopies = 7;

    private readonly List<(string Original, List<AuditFinding> Copies)> _groups = [];
    private readonly Dictionary<string, (long Count, long Bytes)> _totals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _originals = new(StringComparer.Ordinal);

    /// <summary>How many groups there are.</summary>
    public long Count => _originals.Count;

    public IEnumerable<(string Original, IReadOnlyList<AuditFinding> Copies, long Count, long Bytes)> Groups =>
        _groups.Select(group => (group.Original, (IReadOnlyList<AuditFinding>)group.Copies, _totals[group.Original].Count, _totals[group.Original].Bytes))
            .OrderByDescending(group => group.Item4)
            .ThenByDescending(group => group.Item3);

    public void Add(AuditFinding finding)
    {
        if (finding.Evidence is null || !finding.Evidence.TryGetValue("Original", out object? value) || value is not string original)
        {
            return;
        }

        _originals.Add(original);
        if (!_totals.ContainsKey(original))
        {
            if (_groups.Count >= MostGroups)
            {
                return;
            }

            _groups.Add((original, []));
        }

        _totals.TryGetValue(original, out (long Count, long Bytes) total);
        _totals[original] = (total.Count + 1, total.Bytes + Math.Max(0, finding.SavingBytes ?? 0));
        List<AuditFinding> copies = _groups.Find(group => group.Original == original).Copies;
        if (copies.Count < MostCopies)
        {
            copies.Add(finding);
        }
    }
}
