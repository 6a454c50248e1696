using ImageKit.Metadata.Reporting;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>The figures of an audit: what was read, what was found, and what could not be checked.</summary>
public sealed class AuditSummary
{
    /// <summary>When the audit started, UTC.</summary>
    public DateTime StartedAt { get; set; }

    /// <summary>When the earlier audit was made that the findings are compared with, UTC; null if there was none.</summary>
    public DateTime? Since { get; set; }

    /// <summary>How many images and videos were audited with their metadata.</summary>
    public long ImageCount { get; set; }

    /// <summary>How many files were audited with what the listing reports of them.</summary>
    public long FileCount { get; set; }

    /// <summary>How many images do not exist (404), or have an address that is not a URL.</summary>
    public long UnreachableCount { get; set; }

    /// <summary>How many images the service has and cannot read (400).</summary>
    public long UnreadableCount { get; set; }

    /// <summary>How many images were not checked because of the service, the network, a limit or the key, or because the input could not be read.</summary>
    public long NotCheckedCount { get; set; }

    /// <summary>How many images failed, by error ID.</summary>
    public PropertyBag FailedByError { get; set; } = new();

    /// <summary>Whether something was audited, every image could be checked, and the input had the data that each rule needs.</summary>
    public bool IsComplete { get; set; }

    /// <summary>How many findings there are, without those that a baseline accepts and those that are gone.</summary>
    public long FindingCount { get; set; }

    /// <summary>How many of the findings are errors.</summary>
    public long ErrorCount { get; set; }

    /// <summary>How many of the findings are warnings.</summary>
    public long WarningCount { get; set; }

    /// <summary>How many of the findings are information.</summary>
    public long InformationCount { get; set; }

    /// <summary>How many findings the baseline accepts.</summary>
    public long AcceptedCount { get; set; }

    /// <summary>How many findings the earlier audit has not; null without <c>-Since</c>.</summary>
    public long? NewCount { get; set; }

    /// <summary>How many findings are the same as in the earlier audit; null without <c>-Since</c>.</summary>
    public long? UnchangedCount { get; set; }

    /// <summary>How many findings have changed since the earlier audit; null without <c>-Since</c>.</summary>
    public long? UpdatedCount { get; set; }

    /// <summary>How many findings of the earlier audit are gone; null without <c>-Since</c>.</summary>
    public long? AbsentCount { get; set; }

    /// <summary>The bytes of the audited images and files; those of unknown size count 0.</summary>
    public long Bytes { get; set; }

    /// <summary>The bytes of storage that can be saved at most; a file counts once.</summary>
    public long SavingBytes { get; set; }

    /// <summary>The findings of each rule that ran, the worst first.</summary>
    public AuditTally[] Rules { get; set; } = [];

    /// <summary>The findings of each top-level folder that has some, the worst first.</summary>
    public AuditTally[] Folders { get; set; } = [];

    /// <summary>The figures on one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Quantity.ToDisplayText(ImageCount + FileCount, "file", "files")}: {Quantity.ToDisplayText(ErrorCount, "error", "errors")}, {Quantity.ToDisplayText(WarningCount, "warning", "warnings")}, {InformationCount} information, {NotCheckedCount} not checked");

    /// <summary>The figures of totals that are complete.</summary>
    internal static AuditSummary Of(ReportTotals totals)
    {
        AuditResult result = totals.Result ?? new AuditResult();
        FindingTotals findings = totals.Findings;
        long? CountOf(AuditBaselineState state) => findings.HasStates || result.Since is not null ? findings.CountOf(state) : null;
        AuditTally[] rulesWithFindings = [.. findings.Rules.Select(rule => AuditTally.Of(rule, NotCheckedBy(rule.Name)))];
        IEnumerable<AuditTally> others = totals.RulesThatRan
            .Where(rule => findings.OfRule(rule.Rule.Name) is null)
            .Select(rule => AuditTally.Of(new FindingTally(rule.Rule.Name), rule.NotCheckedCount));
        return new AuditSummary
        {
            StartedAt = result.StartedAt,
            Since = result.Since,
            ImageCount = result.ImageCount,
            FileCount = result.FileCount,
            UnreachableCount = result.UnreachableCount,
            UnreadableCount = result.UnreadableCount,
            NotCheckedCount = result.NotCheckedCount,
            FailedByError = result.FailedByError,
            IsComplete = result.IsComplete,
            FindingCount = findings.Count,
            ErrorCount = findings.CountOf(AuditSeverity.Error),
            WarningCount = findings.CountOf(AuditSeverity.Warning),
            InformationCount = findings.CountOf(AuditSeverity.Information),
            AcceptedCount = findings.AcceptedCount,
            NewCount = CountOf(AuditBaselineState.New),
            UnchangedCount = CountOf(AuditBaselineState.Unchanged),
            UpdatedCount = CountOf(AuditBaselineState.Updated),
            AbsentCount = CountOf(AuditBaselineState.Absent),
            Bytes = totals.Images.Bytes,
            SavingBytes = findings.SavingBytes,
            Rules = [.. rulesWithFindings, .. others],
            Folders = [.. findings.Folders.Select(folder => AuditTally.Of(folder, null))],
        };

        long? NotCheckedBy(string name) => totals.RulesThatRan.FirstOrDefault(rule => rule.Rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.NotCheckedCount;
    }
}
