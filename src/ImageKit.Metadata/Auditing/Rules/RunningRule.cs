namespace ImageKit.Metadata.Auditing;

/// <summary>A rule of one audit, which counts what it checked.</summary>
internal sealed class RunningRule(Rule rule, bool isEnabled)
{
    public Rule Rule => rule;

    public AuditRuleResult Result { get; } = new() { Rule = rule.ToDefinition(isEnabled) };

    /// <summary>Whether the last image was checked by the rule, or is not of the kind that it is about.</summary>
    public bool HasChecked { get; private set; }

    /// <summary>Whether the rule is to look at the subject; counts it either way.</summary>
    public bool TryCheck(AuditSubject subject)
    {
        bool applies = rule.AppliesTo(subject);
        SubjectFields present = rule is CustomRule ? subject.Offered : subject.Known;
        SubjectFields lacking = applies ? rule.Needs & ~present : SubjectFields.None;
        HasChecked = lacking == SubjectFields.None;
        if (!HasChecked)
        {
            Result.CountNotChecked(lacking.ToNames(), isInInput: (lacking & ~subject.Offered) == SubjectFields.None);
            return false;
        }

        Result.CheckedCount++;
        return applies;
    }

    /// <summary>Counts an image that failed: a failure rule has checked it, and no other.</summary>
    public void CountFailed()
    {
        HasChecked = rule is IFailureRule;
        Result.CheckedCount += HasChecked ? 1 : 0;
    }

    /// <summary>Takes the last image back that the rule could not check after all.</summary>
    public void CountThrown()
    {
        HasChecked = false;
        Result.CheckedCount--;
        Result.CountNotChecked(["result, because it failed"], isInInput: true);
    }
}
