namespace ImageKit.Metadata;

/// <summary>A rule of the user's own.</summary>
/// <param name="name">The name of the rule.</param>
/// <param name="check">Gets an image and gives a message for each finding. What it throws ends neither the audit nor the rule.</param>
public sealed class CustomAuditRule(string name, Func<ImageMetadata, IEnumerable<string>> check)
{
    /// <summary>The name of the rule.</summary>
    public string Name { get; } = name;

    /// <summary>Looks at one image.</summary>
    public Func<ImageMetadata, IEnumerable<string>> Check { get; } = check;

    /// <summary>The severity of its findings.</summary>
    public AuditSeverity Severity { get; set; } = AuditSeverity.Warning;

    /// <summary>What it looks for.</summary>
    public string? Description { get; set; }

    /// <summary>What to do about a finding.</summary>
    public string? Recommendation { get; set; }
}
