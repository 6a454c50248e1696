namespace ImageKit.Metadata.Reporting;

/// <summary>The first groups of images that look alike, and how many there are in all.</summary>
internal sealed class DuplicateGallery
{
    private const int MaximumGroups = 48;
    private const int MaximumCopies = 7;

    private readonly List<DuplicateSet> _groups = [];
    private readonly Dictionary<string, DuplicateSet> _byOriginal = new(StringComparer.Ordinal);
    private readonly HashSet<string> _originals = new(StringComparer.Ordinal);

    /// <summary>How many groups there are.</summary>
    public long Count => _originals.Count;

    /// <summary>The groups to show, those that save most first.</summary>
    public IEnumerable<DuplicateSet> Groups => _groups.OrderByDescending(group => group.SavingBytes).ThenByDescending(group => group.Count);

    /// <summary>The address of the image that a finding's image looks like; null if the finding has none.</summary>
    public static string? OriginalOf(AuditFinding finding) => finding.Evidence?.Find("Original") as string;

    public void Add(AuditFinding finding)
    {
        if (OriginalOf(finding) is not string original)
        {
            return;
        }

        _originals.Add(original);
        if (!_byOriginal.TryGetValue(original, out DuplicateSet? group))
        {
            if (_groups.Count >= MaximumGroups)
            {
                return;
            }

            _groups.Add(group = new DuplicateSet(original));
            _byOriginal.Add(original, group);
        }

        group.Count++;
        group.SavingBytes += Math.Max(0, finding.SavingBytes ?? 0);
        if (group.Copies.Count < MaximumCopies)
        {
            group.Copies.Add(finding);
        }
    }
}
