using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>One thing that a rule found in one image or video.</summary>
/// <remarks>Every property can be set, so that an object that went through CLIXML, a remote session or JSON can be bound again.</remarks>
public sealed class AuditFinding
{
    /// <summary>The rule, such as <c>GpsLocation</c>.</summary>
    public string RuleName { get; set; } = string.Empty;

    /// <summary>How bad it is.</summary>
    public AuditSeverity Severity { get; set; }

    /// <summary>The URL that was asked; null if the image was asked by file id alone.</summary>
    public string? Url { get; set; }

    /// <summary>The file id in the media library, if the input had one.</summary>
    public string? FileId { get; set; }

    /// <summary>What was found, with the figures, in one sentence.</summary>
    public string Message { get; set; } = string.Empty;

    /// <summary>What to do about it.</summary>
    public string? Recommendation { get; set; }

    /// <summary>The figures and texts that the finding rests on, by name. Texts are as the image had them: not safe to print.</summary>
    public PropertyBag Evidence { get; set; } = new();

    /// <summary>An estimate of the bytes to be saved; null where none can be given.</summary>
    public long? SavingBytes { get; set; }

    /// <summary>Why the finding was accepted, by the baseline; null if it was not.</summary>
    public string? AcceptedReason { get; set; }

    /// <summary>Severity, rule and message on one line.</summary>
    public override string ToString() => PlainText.Clean($"{Severity} {RuleName}: {Message}");
}
