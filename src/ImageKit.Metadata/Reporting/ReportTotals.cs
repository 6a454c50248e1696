using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata.Reporting;

/// <summary>What a report counts: images, findings, and what the audit ran and could not check.</summary>
internal sealed class ReportTotals
{
    public ImageTotals Images { get; init; } = new();

    public FindingTotals Findings { get; } = new();

    /// <summary>Null if unknown.</summary>
    public AuditResult? Result { get; set; }

    /// <summary>The rules that ran; empty if unknown.</summary>
    public IEnumerable<AuditRuleResult> RulesThatRan => Result?.Rules.Where(rule => rule.Rule.IsEnabled) ?? [];

    /// <summary>The rules that ran, checked every image that they apply to, and found nothing.</summary>
    public IEnumerable<AuditRuleResult> RulesThatPassed => Result is null or { IsEmpty: true } or { ImageCount: 0, FileCount: 0 }
        ? []
        : RulesThatRan.Where(rule => rule.NotCheckedCount == 0 && (Findings.OfRule(rule.Rule.Name)?.Total ?? 0) == 0);

    /// <summary>The rules that ran and could not check every image.</summary>
    public IEnumerable<AuditRuleResult> RulesThatLackData => RulesThatRan.Where(rule => rule.NotCheckedCount > 0);

    /// <summary>What could not be checked, in sentences; empty if everything was, or if nothing is known.</summary>
    public IEnumerable<string> Notes => Result is null ? [] : AuditNotes.Of(Result);

    public AuditRule? RuleOf(string name) =>
        Result?.Rules.FirstOrDefault(rule => rule.Rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Rule;
}
