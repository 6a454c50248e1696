using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata;

/// <summary>A rule that the user wrote.</summary>
/// <param name="name">The name of the rule.</param>
/// <param name="check">
/// Gets an image and returns a message for each finding. An exception goes to <see cref="Auditor.RuleFailed"/>, and the audit
/// continues; without that handler it reaches the caller of the audit.
/// </param>
public sealed class CustomAuditRule(string name, Func<ImageMetadata, IEnumerable<string>> check)
{
    /// <summary>The name of the rule.</summary>
    public string Name { get; } = name;

    /// <summary>Checks one image.</summary>
    public Func<ImageMetadata, IEnumerable<string>> Check { get; } = check;

    /// <summary>The severity of its findings.</summary>
    public AuditSeverity Severity { get; set; } = AuditSeverity.Warning;

    /// <summary>What it looks for.</summary>
    public string? Description { get; set; }

    /// <summary>What to do about a finding.</summary>
    public string? Recommendation { get; set; }

    /// <summary>The fields that the check reads; the rule does not check an image whose input lacks one.</summary>
    internal SubjectFields Needs { get; set; }
}
