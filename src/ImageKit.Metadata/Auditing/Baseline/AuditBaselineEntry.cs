using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata;

/// <summary>Findings that were accepted: by rule and URL, with a reason, perhaps for a time.</summary>
public sealed class AuditBaselineEntry
{
    /// <summary>The rule; <c>*</c> and <c>?</c> stand for any text and any character.</summary>
    public string Rule { get; set; } = "*";

    /// <summary>The URL, or <c>file:</c> and the id of an image without one; <c>*</c> stands for any text.</summary>
    public string Url { get; set; } = "*";

    /// <summary>Why it was accepted.</summary>
    public string? Reason { get; set; }

    /// <summary>The last day on which it counts, UTC; null for ever.</summary>
    public DateTime? Expires { get; set; }
}
