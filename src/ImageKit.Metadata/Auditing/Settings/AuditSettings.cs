namespace ImageKit.Metadata;

/// <summary>Which rules run, and how. The shape is the one of PSScriptAnalyzer's settings.</summary>
public sealed class AuditSettings
{
    /// <summary>The rules to run, by name, <c>*</c> and <c>?</c> allowed; empty for those that run by default. A rule that is off by default runs if it is included.</summary>
    public IReadOnlyList<string> IncludeRules { get; set; } = [];

    /// <summary>The rules not to run; they win over <see cref="IncludeRules"/>.</summary>
    public IReadOnlyList<string> ExcludeRules { get; set; } = [];

    /// <summary>The severities to report; empty for all.</summary>
    public IReadOnlyList<AuditSeverity> Severity { get; set; } = [];

    /// <summary>
    /// Settings of rules, by rule name and setting name. Each rule also takes <c>Enable</c> (true or false) and
    /// <c>Severity</c> (that of all its findings).
    /// </summary>
    public IDictionary<string, PropertyBag> Rules { get; } = new Dictionary<string, PropertyBag>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Custom rules. Their names must differ from those of the built-in rules.</summary>
    public IList<CustomAuditRule> CustomRules { get; } = [];
}
