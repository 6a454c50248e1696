using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata;

/// <summary>
/// Checks metadata against rules, image by image; what needs the whole set comes at the end. Not for several threads at
/// once.
/// </summary>
/// <remarks>
/// Keeps nothing of an image but, for <c>NearDuplicate</c>, its hash, address and size: about 100 bytes of an image whose
/// URL begins like that of its neighbour.
/// </remarks>
public sealed class Auditor
{
    private readonly Rule[] _perImage;
    private readonly UnreachableRule? _unreachable;
    private readonly NearDuplicateRule? _duplicates;
    private readonly HashSet<AuditSeverity>? _severities;
    private readonly AuditSettings _settings;
    private readonly List<AuditFinding> _found = [];

    /// <summary>Makes an audit with the default rules, or with others.</summary>
    /// <param name="settings">Which rules run, and how; null for the defaults.</param>
    /// <exception cref="AuditSettingsException">A rule, a setting or a value that there cannot be; the message names the nearest.</exception>
    public Auditor(AuditSettings? settings = null)
    {
        _settings = settings ??= new AuditSettings();
        IReadOnlyList<(Rule Rule, bool IsEnabled)> chosen = RuleSelection.Choose(settings);
        Rules = [.. chosen.Select(choice => choice.Rule.Describe(choice.IsEnabled))];
        Rule[] running = [.. chosen.Where(choice => choice.IsEnabled).Select(choice => choice.Rule)];
        _perImage = [.. running.Where(rule => rule is not UnreachableRule)];
        _unreachable = running.OfType<UnreachableRule>().FirstOrDefault();
        _duplicates = running.OfType<NearDuplicateRule>().FirstOrDefault();
        _severities = settings.Severity.Count > 0 ? [.. settings.Severity] : null;
    }

    /// <summary>Every rule with its settings in force, those that do not run included.</summary>
    public IReadOnlyList<AuditRule> Rules { get; }

    /// <summary>Whether images that could not be read are findings: whether the rule <c>Unreachable</c> runs.</summary>
    public bool ReportsUnreadable => _unreachable is not null;

    /// <summary>Called when a rule of the user's own throws, with its name and the image; the audit goes on. Without it, nothing is said.</summary>
    public Action<string, ImageMetadata, Exception>? RuleFailed { get; set; }

    /// <summary>Checks one image.</summary>
    /// <param name="image">The metadata; any field may be missing.</param>
    /// <returns>What was found; empty if nothing. The list is used again by the next check.</returns>
    public IReadOnlyList<AuditFinding> Check(ImageMetadata image)
    {
        _found.Clear();
        foreach (Rule rule in _perImage)
        {
            if (rule is CustomRule)
            {
                CheckOwn(rule, image);
            }
            else
            {
                rule.Check(image, _found);
            }
        }

        if (_severities is not null)
        {
            _found.RemoveAll(finding => !_severities.Contains(finding.Severity));
        }

        return _found;
    }

    /// <summary>Reports an image whose metadata could not be had.</summary>
    /// <param name="image">The image, and why.</param>
    /// <returns>The finding; null if the rule <c>Unreachable</c> does not run, or its severity is not asked for.</returns>
    public AuditFinding? Check(FailedImage image) =>
        _unreachable?.Check(image) is AuditFinding finding && IsWanted(finding) ? finding : null;

    /// <summary>Gives what can be said of the whole set: call it once, at the end.</summary>
    /// <param name="progress">Is told how much is done, 0 to 1, on the calling thread.</param>
    /// <param name="cancellationToken">Stops the search within a second.</param>
    /// <returns>The findings, one by one.</returns>
    /// <exception cref="OperationCanceledException">While enumerating: <paramref name="cancellationToken"/> was cancelled.</exception>
    public IEnumerable<AuditFinding> Complete(IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        _duplicates?.Complete(progress, cancellationToken).Where(IsWanted) ?? [];

    /// <summary>
    /// Whether a finding of an earlier audit fits the settings: its severity, and its rule where rules are named. A rule that
    /// is off by default, or somebody else's own, was on in that audit.
    /// </summary>
    /// <param name="finding">The finding.</param>
    /// <returns>True if it does.</returns>
    public bool Fits(AuditFinding finding) => IsWanted(finding) && RuleSelection.Fits(_settings, finding.RuleName);

    private bool IsWanted(AuditFinding finding) => _severities is null || _severities.Contains(finding.Severity);

    private void CheckOwn(Rule rule, ImageMetadata image)
    {
        int before = _found.Count;
        try
        {
            rule.Check(image, _found);
        }
        catch (Exception exception) when (RuleFailed is not null && exception is not OperationCanceledException)
        {
            _found.RemoveRange(before, _found.Count - before);
            RuleFailed(rule.Name, image, exception);
        }
    }
}
