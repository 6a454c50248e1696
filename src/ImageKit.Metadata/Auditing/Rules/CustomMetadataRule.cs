using System.Collections;

namespace ImageKit.Metadata.Auditing;

/// <summary>A rule about fields of the custom metadata, which the settings name: without a name it does not run.</summary>
internal abstract class CustomMetadataRule(string name, string fieldsDescription) : Rule(name, AuditSeverity.Warning), IImageRule
{
    public override IReadOnlyList<RuleSetting> Settings => [Fields];

    public override SubjectFields Needs => SubjectFields.CustomMetadata;

    public override string? LackingSetting => Fields.AsStrings.Length == 0 ? Fields.Name : null;

    public override bool AppliesTo(AuditSubject subject) => true;

    protected RuleSetting Fields { get; } = new("Fields", Array.Empty<string>(), fieldsDescription);

    public abstract void Check(AuditSubject subject, List<AuditFinding> findings);

    /// <summary>The value of a field; null if it has none.</summary>
    protected static object? ValueOf(AuditSubject subject, string field)
    {
        object? value = null;
        subject.Image.CustomMetadata?.TryGetValue(field, out value);
        return value is string text && string.IsNullOrWhiteSpace(text) || value is ICollection { Count: 0 } ? null : value;
    }
}
