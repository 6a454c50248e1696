namespace ImageKit.Metadata;

/// <summary>What one rule of an audit checked, and what it could not.</summary>
public sealed class AuditRuleResult
{
    /// <summary>The rule with its effective settings; <see cref="AuditRule.IsEnabled"/> shows whether it ran.</summary>
    public AuditRule Rule { get; set; } = new();

    /// <summary>How many images the rule checked, or does not apply to.</summary>
    public long CheckedCount { get; set; }

    /// <summary>How many images it could not check because the input lacks what it needs, such as the EXIF in rows of a CSV file.</summary>
    public long NotInInputCount { get; set; }

    /// <summary>How many images it could not check because the service does not report what it needs of them.</summary>
    public long NotReportedCount { get; set; }

    /// <summary>What was missing, such as <c>EXIF</c> or <c>size, dimensions</c>; null if nothing was.</summary>
    public string? Missing { get; set; }

    /// <summary>How many images the rule could not check.</summary>
    public long NotCheckedCount => NotInInputCount + NotReportedCount;

    /// <summary>The rule and what it could not check.</summary>
    public override string ToString() => NotCheckedCount == 0
        ? Rule.Name
        : FormattableString.Invariant($"{Rule.Name}: {NotCheckedCount} not checked ({Missing} missing)");

    internal void CountNotChecked(IEnumerable<string> missing, bool isInInput)
    {
        if (isInInput)
        {
            NotReportedCount++;
        }
        else
        {
            NotInInputCount++;
        }

        foreach (string name in missing)
        {
            Missing = Missing is null ? name : Missing.Contains(name) ? Missing : $"{Missing}, {name}";
        }
    }

    internal static AuditRuleResult Combine(IEnumerable<AuditRuleResult> results)
    {
        AuditRuleResult[] all = [.. results];
        string[] missing = [.. all.Where(result => result.Missing is not null).Select(result => result.Missing!).Distinct()];
        return new AuditRuleResult
        {
            Rule = all.FirstOrDefault(result => result.Rule.IsEnabled)?.Rule ?? all[0].Rule,
            CheckedCount = all.Sum(result => result.CheckedCount),
            NotInInputCount = all.Sum(result => result.NotInInputCount),
            NotReportedCount = all.Sum(result => result.NotReportedCount),
            Missing = missing.Length == 0 ? null : string.Join(", ", missing),
        };
    }
}
