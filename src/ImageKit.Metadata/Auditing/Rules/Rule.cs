using System.Globalization;

namespace ImageKit.Metadata.Auditing;

/// <summary>A rule that looks at one image at a time.</summary>
internal abstract class Rule(string name, AuditSeverity severity)
{
    private readonly List<RuleSetting> _settings = [];

    public string Name => name;

    /// <summary>The severity of the usual finding.</summary>
    public AuditSeverity Severity => severity;

    public abstract string Description { get; }

    public abstract string Recommendation { get; }

    /// <summary>Why the defaults are what they are, with the sources.</summary>
    public abstract string Reason { get; }

    public virtual bool IsEnabledByDefault => true;

    public IReadOnlyList<RuleSetting> Settings => _settings;

    /// <summary>The severity of all findings, if the user wants another.</summary>
    public AuditSeverity? SeverityInstead { get; set; }

    /// <summary>Adds what it finds in an image. Takes any metadata: each field may be missing, and each text may be anything.</summary>
    public abstract void Check(ImageMetadata image, List<AuditFinding> findings);

    public AuditRule Describe(bool isEnabled) => new()
    {
        Name = Name,
        Severity = SeverityInstead ?? Severity,
        IsEnabled = isEnabled,
        Description = Description,
        Reason = Reason,
        Recommendation = Recommendation,
        Settings = [.. _settings.Select(setting => setting.Describe())],
    };

    protected RuleSetting Setting(string setting, object? defaultValue, string description, double minimum = 0, double maximum = 1e15)
    {
        RuleSetting added = new(setting, defaultValue, description, minimum, maximum);
        _settings.Add(added);
        return added;
    }

    protected AuditFinding Find(string? url, string? fileId, string message, AuditSeverity? own = null, long? saving = null) => new()
    {
        RuleName = Name,
        Severity = SeverityInstead ?? own ?? Severity,
        Url = url,
        FileId = fileId,
        Message = message,
        Recommendation = Recommendation,
        SavingBytes = saving,
    };

    protected AuditFinding Find(ImageMetadata image, string message, AuditSeverity? own = null, long? saving = null) =>
        Find(image.Url, image.FileId, message, own, saving);

    /// <summary>Whether the metadata is of what visitors get, not of the stored original.</summary>
    protected static bool IsServed(ImageMetadata image) => !string.IsNullOrEmpty(image.Transformation);

    protected static bool IsVideo(ImageMetadata image) => image.VideoCodec is not null || image.BitRate is not null || image.Duration is not null;

    /// <summary>The format in lower case, under one name each; null without one.</summary>
    protected static string? FormatOf(ImageMetadata image) => ToFormat(image.Format);

    /// <summary>The same for what a user wrote in the settings.</summary>
    protected static string? ToFormat(string? text) => text?.Trim(' ', '.').ToLowerInvariant() switch
    {
        null or "" => null,
        "jpeg" => "jpg",
        "tif" => "tiff",
        string format => format,
    };

    /// <summary>Width times height; null without both, or for a drawing that has no pixels.</summary>
    protected static double? PixelsOf(ImageMetadata image) =>
        image.Width is > 0 && image.Height is > 0 && FormatOf(image) is not ("svg" or "pdf") ? (double)image.Width * image.Height : null;

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
