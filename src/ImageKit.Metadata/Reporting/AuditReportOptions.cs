namespace ImageKit.Metadata;

/// <summary>What a report says besides the findings.</summary>
public sealed class AuditReportOptions
{
    /// <summary>The title.</summary>
    public string Title { get; set; } = "Image audit";

    /// <summary>When the audit was made, UTC.</summary>
    public DateTime CreatedAt { get; set; } = DateTime.UtcNow;

    /// <summary>The rules with their settings in force; empty if unknown, as when findings of another audit are written.</summary>
    public IReadOnlyList<AuditRule> Rules { get; set; } = [];

    /// <summary>Whether the page shows no images, and so asks nobody for anything.</summary>
    public bool NoThumbnail { get; set; }

    /// <summary>How many findings of each rule the page lists; the totals count all.</summary>
    public int MaximumFindingsPerRule { get; set; } = 100;

    /// <summary>Why the findings are accepted, for a baseline.</summary>
    public string? Reason { get; set; }

    /// <summary>The last day on which they are, for a baseline; null for ever.</summary>
    public DateTime? ExpiresOn { get; set; }
}
