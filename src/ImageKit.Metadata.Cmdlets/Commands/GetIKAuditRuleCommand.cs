using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Completion;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>Lists the audit rules, with their settings and defaults.</summary>
[Cmdlet(VerbsCommon.Get, "IKAuditRule", HelpUri = OnlineHelp.Pages + "Get-IKAuditRule.md")]
[OutputType(typeof(AuditRule))]
public sealed class GetIKAuditRuleCommand : IKCommand
{
    /// <summary>The names of the rules, wildcards allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AuditRuleNameCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<AuditRule> rules = new Auditor().Rules;
        foreach (string pattern in Name)
        {
            AuditRule[] named = [.. rules.Where(rule => NamePattern.Matches(pattern, rule.Name))];
            if (named.Length == 0 && !NamePattern.HasWildcard(pattern))
            {
                WriteError(IKErrorRecord.InvalidAuditSettings(
                    RuleSelection.UnknownRule(pattern, rules.Select(rule => rule.Name)),
                    pattern));
            }

            foreach (AuditRule rule in named)
            {
                WriteObject(rule);
            }
        }
    }
}
