namespace ImageKit.Metadata;

/// <summary>Accepted findings: by rule and URL, with a reason, and perhaps a last day.</summary>
public sealed class AuditBaselineEntry
{
    /// <summary>The rule; <c>*</c> and <c>?</c> stand for any text and any character.</summary>
    public string Rule { get; set; } = "*";

    /// <summary>The URL, or <c>file:</c> and the ID of an image without one; <c>*</c> stands for any text.</summary>
    public string Url { get; set; } = "*";

    /// <summary>Why it was accepted.</summary>
    public string? Reason { get; set; }

    /// <summary>The last day on which the entry is valid, UTC; null if it does not expire.</summary>
    public DateTime? Expires { get; set; }
}
