using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>
/// What an audit did besides its findings: the rules that ran, with their effective settings, what each could not check, and
/// how many images were read, unreachable, unreadable and not checked. It grows while the audit runs.
/// </summary>
public sealed class AuditResult
{
    private const int MaximumExamples = 100;

    /// <summary>When the audit started, UTC.</summary>
    public DateTime StartedAt { get; set; } = DateTime.UtcNow;

    /// <summary>When the earlier audit was made that the findings are compared with, UTC; null if there was none.</summary>
    public DateTime? Since { get; set; }

    /// <summary>Every rule, those that did not run included (<see cref="AuditRule.IsEnabled"/>); empty if unknown.</summary>
    public AuditRuleResult[] Rules { get; set; } = [];

    /// <summary>The severities that were reported; empty for all.</summary>
    public AuditSeverity[] Severity { get; set; } = [];

    /// <summary>How many images and videos were audited with their metadata.</summary>
    public long ImageCount { get; set; }

    /// <summary>How many files were audited with what the listing reports of them.</summary>
    public long FileCount { get; set; }

    /// <summary>How many images are unreachable: the service has no such file (404), or the address is not a URL.</summary>
    public long UnreachableCount { get; set; }

    /// <summary>How many images are unreadable: the service has the file and refuses to read it (400).</summary>
    public long UnreadableCount { get; set; }

    /// <summary>How many images were not checked because of the service, the network, a limit or the key, or because the input could not be read.</summary>
    public long NotCheckedCount { get; set; }

    /// <summary>How many images failed, by error ID.</summary>
    public PropertyBag FailedByError { get; set; } = new();

    /// <summary>The first images that were not checked, 100 at most.</summary>
    public FailedImage[] NotChecked { get; set; } = [];

    /// <summary>How many findings came from another audit without its result, such as findings read from a file.</summary>
    public long ForeignFindingCount { get; set; }

    /// <summary>Whether nothing was audited.</summary>
    public bool IsEmpty => ImageCount + FileCount + UnreachableCount + UnreadableCount + NotCheckedCount + ForeignFindingCount == 0;

    /// <summary>
    /// Whether something was audited, every image could be checked, and the input had the data that each rule needs. What the
    /// service does not report of an image does not count.
    /// </summary>
    public bool IsComplete => !IsEmpty && NotCheckedCount == 0 && !Rules.Any(rule => rule.Rule.IsEnabled && rule.NotInInputCount > 0);

    /// <summary>The figures on one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Quantity.ToDisplayText(ImageCount, "image", "images")}, {Quantity.ToDisplayText(FileCount, "file", "files")}, {UnreachableCount} unreachable, {UnreadableCount} unreadable, {NotCheckedCount} not checked");

    internal void CountFailure(FailedImage image)
    {
        AddTo(FailedByError, image.Kind.ToString(), 1);
        switch (image.Reach)
        {
            case ImageReach.Unreachable:
                UnreachableCount++;
                break;
            case ImageReach.Unreadable:
                UnreadableCount++;
                break;
            default:
                NotCheckedCount++;
                if (NotChecked.Length < MaximumExamples)
                {
                    NotChecked = [.. NotChecked, image];
                }

                break;
        }
    }

    /// <summary>Counts an input whose error is not about one image, so that something is missing.</summary>
    internal void CountError(string errorId)
    {
        AddTo(FailedByError, PlainText.Clean(errorId, 100), 1);
        NotCheckedCount++;
    }

    /// <summary>What several audits did together.</summary>
    internal static AuditResult Combine(IReadOnlyList<AuditResult> audits)
    {
        AuditResult sum = new() { StartedAt = audits.Count > 0 ? audits.Min(audit => audit.StartedAt) : DateTime.UtcNow };
        sum.Since = audits.Select(audit => audit.Since).Max();
        if (audits.All(audit => audit.Severity.Length > 0))
        {
            sum.Severity = [.. audits.SelectMany(audit => audit.Severity).Distinct()];
        }

        foreach (AuditResult audit in audits)
        {
            sum.ImageCount += audit.ImageCount;
            sum.FileCount += audit.FileCount;
            sum.UnreachableCount += audit.UnreachableCount;
            sum.UnreadableCount += audit.UnreadableCount;
            sum.NotCheckedCount += audit.NotCheckedCount;
            sum.ForeignFindingCount += audit.ForeignFindingCount;
            foreach (KeyValuePair<string, object?> failed in audit.FailedByError)
            {
                AddTo(sum.FailedByError, failed.Key, (long)failed.Value!);
            }
        }

        sum.NotChecked = [.. audits.SelectMany(audit => audit.NotChecked).Take(MaximumExamples)];
        sum.Rules = [.. audits.SelectMany(audit => audit.Rules).GroupBy(rule => rule.Rule.Name, StringComparer.OrdinalIgnoreCase).Select(AuditRuleResult.Combine)];
        return sum;
    }

    private static void AddTo(PropertyBag bag, string name, long number) => bag[name] = (bag.TryGetValue(name, out object? present) ? (long)present! : 0) + number;
}
