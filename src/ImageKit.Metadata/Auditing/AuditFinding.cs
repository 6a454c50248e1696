using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>One thing that a rule found in one image, video or other file.</summary>
/// <remarks>Every property can be set, so that an object that went through CLIXML, a remote session or JSON can be bound again.</remarks>
public sealed class AuditFinding
{
    /// <summary>The rule, such as <c>GpsLocation</c>.</summary>
    public string RuleName { get; set; } = string.Empty;

    /// <summary>How severe it is.</summary>
    public AuditSeverity Severity { get; set; }

    /// <summary>The requested URL; null if the image was requested by file ID alone.</summary>
    public string? Url { get; set; }

    /// <summary>The file ID in the media library; null if the input had none.</summary>
    public string? FileId { get; set; }

    /// <summary>The path in the media library; null if the input had none.</summary>
    public string? FilePath { get; set; }

    /// <summary>What was found, with the figures, in one sentence.</summary>
    public string Message { get; set; } = string.Empty;

    /// <summary>What to do about it.</summary>
    public string? Recommendation { get; set; }

    /// <summary>The figures and texts that the finding rests on, by name. Texts are as the image contains them: not safe to print.</summary>
    public PropertyBag Evidence { get; set; } = new();

    /// <summary>An estimate of the bytes that can be saved; null where none can be given.</summary>
    public long? SavingBytes { get; set; }

    /// <summary>Why the baseline accepts the finding; null if it does not.</summary>
    public string? AcceptedReason { get; set; }

    /// <summary>How it compares to an earlier audit; null if there was none to compare with.</summary>
    public AuditBaselineState? BaselineState { get; set; }

    /// <summary>When an audit first made this finding, UTC; null if there was no earlier audit to compare with.</summary>
    public DateTime? FirstSeen { get; set; }

    /// <summary>The severity in the earlier audit; null if that did not have the finding.</summary>
    internal AuditSeverity? EarlierSeverity { get; set; }

    /// <summary>What the audit that made the finding ran and could not check; null for a finding from elsewhere.</summary>
    internal AuditResult? Audit { get; set; }

    /// <summary>Severity, rule and message on one line.</summary>
    public override string ToString() => PlainText.Clean($"{Severity} {RuleName}: {Message}");
}
