namespace ImageKit.Metadata.Auditing;

/// <summary>A rule of one audit, which counts what it checked.</summary>
internal sealed class RunningRule(Rule rule, AuditRuleResult result)
{
    public Rule Rule => rule;

    public AuditRuleResult Result => result;

    /// <summary>Whether the rule is to look at the subject; counts it either way.</summary>
    public bool TryCheck(AuditSubject subject)
    {
        if (rule.AppliesTo(subject))
        {
            SubjectFields present = rule is CustomRule ? subject.Offered : subject.Known;
            SubjectFields lacking = rule.Needs & ~present;
            if (lacking != SubjectFields.None)
            {
                result.CountNotChecked(lacking, inInput: (lacking & ~subject.Offered) == SubjectFields.None);
                return false;
            }

            result.CheckedCount++;
            return true;
        }

        result.CheckedCount++;
        return false;
    }
}
