namespace ImageKit.Metadata;

/// <summary>What a report contains besides the findings.</summary>
public sealed class AuditReportOptions
{
    /// <summary>The title.</summary>
    public string Title { get; set; } = "Image audit";

    /// <summary>When the report was made, UTC.</summary>
    public DateTime CreatedAt { get; set; } = DateTime.UtcNow;

    /// <summary>Whether the page shows no images, and so sends no requests.</summary>
    public bool NoThumbnail { get; set; }

    /// <summary>How many findings of each rule the page lists; the totals count all.</summary>
    public int MaximumFindingsPerRule { get; set; } = 100;

    /// <summary>Whether coordinates, names, serial numbers and comments from images are left out, in every format.</summary>
    public bool Redact { get; set; }

    /// <summary>The address at which the page will be published, for the link in the digest and in Markdown; null for none.</summary>
    public Uri? PageUrl { get; set; }

    /// <summary>The address of a service on this machine, whose images the page may show besides those of public hosts; null for none.</summary>
    public Uri? LocalService { get; set; }

    /// <summary>Why the findings are accepted, for a baseline.</summary>
    public string? Reason { get; set; }

    /// <summary>The last day on which they are accepted, for a baseline; null for no end.</summary>
    public DateTime? ExpiresOn { get; set; }
}
