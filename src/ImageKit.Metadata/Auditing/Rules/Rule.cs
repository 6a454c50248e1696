using System.Globalization;

namespace ImageKit.Metadata.Auditing;

/// <summary>What every rule has: a name, texts, settings, and what it needs.</summary>
internal abstract class Rule(string name, AuditSeverity severity)
{
    public string Name => name;

    /// <summary>The severity of the usual finding.</summary>
    public AuditSeverity Severity => severity;

    public abstract string Description { get; }

    public abstract string? Recommendation { get; }

    /// <summary>Why the defaults are what they are, with the sources.</summary>
    public abstract string? Reason { get; }

    /// <summary>The fields without which it cannot check an image that it applies to.</summary>
    public abstract SubjectFields Needs { get; }

    /// <summary>Whether it runs by default, with its settings.</summary>
    public virtual bool IsEnabledByDefault => true;

    /// <summary>The setting without which it cannot run, if it lacks one.</summary>
    public virtual string? LackingSetting => null;

    public virtual IReadOnlyList<RuleSetting> Settings => [];

    /// <summary>Whether the user's settings of the rule enable it; null if they do not say.</summary>
    public bool? IsEnabledBySetting { get; set; }

    /// <summary>The severity of all findings, if the user wants another.</summary>
    public AuditSeverity? SeverityOverride { get; set; }

    /// <summary>Whether the rule checks subjects of this kind, as far as the known fields show it.</summary>
    public virtual bool AppliesTo(AuditSubject subject) => subject.Kind != SubjectKind.Other;

    public AuditRule ToDefinition(bool isEnabled) => new()
    {
        Name = Name,
        Severity = SeverityOverride ?? Severity,
        IsEnabled = isEnabled,
        Needs = Needs.ToData() | (this is IWholeSetRule ? AuditData.WholeSet : AuditData.None),
        Description = Description,
        Reason = Reason,
        Recommendation = Recommendation,
        Settings = [.. Settings.Select(setting => setting.ToDefinition())],
    };

    protected AuditFinding CreateFinding(string? url, string? fileId, string message, AuditSeverity? findingSeverity = null, long? saving = null) => new()
    {
        RuleName = Name,
        Severity = SeverityOverride ?? findingSeverity ?? Severity,
        Url = url,
        FileId = fileId,
        Message = message,
        Recommendation = Recommendation,
        SavingBytes = saving,
    };

    protected AuditFinding CreateFinding(AuditSubject subject, string message, AuditSeverity? findingSeverity = null, long? saving = null)
    {
        AuditFinding finding = CreateFinding(subject.Image.Url, subject.Image.FileId, message, findingSeverity, saving);
        finding.FilePath = subject.Image.FilePath;
        return finding;
    }

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
