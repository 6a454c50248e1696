using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata;

/// <summary>
/// Checks metadata, and files as listed, against rules, image by image; findings that need the whole set come at the end. Not
/// thread-safe.
/// </summary>
/// <remarks>
/// Nothing of an image is kept but, for <c>NearDuplicate</c>, its hash, address and size: about 125 bytes for an image whose
/// URL begins like the one before.
/// </remarks>
public sealed class Auditor
{
    private readonly AuditSettings _settings;
    private readonly RunningRule[] _rules;
    private readonly HashSet<AuditSeverity>? _severities;
    private readonly AuditHistory? _history;
    private readonly AuditResult _result;
    private readonly List<AuditResult> _adopted = [];
    private readonly List<AuditFinding> _findings = [];
    private readonly HashSet<MediaListing> _listings = [];
    private long _foreignFindings;

    /// <summary>Creates an audit with the default rules, or with others.</summary>
    /// <param name="settings">Which rules run, and with which settings; null for the defaults.</param>
    /// <param name="history">The findings of an earlier audit to compare with; null for none.</param>
    /// <exception cref="AuditSettingsException">An unknown rule or setting, or a value that is not valid; the message suggests the closest match.</exception>
    public Auditor(AuditSettings? settings = null, AuditHistory? history = null)
    {
        _history = history;
        _settings = settings ?? new AuditSettings();
        RunningRule[] all = RuleSelection.Select(_settings);
        _rules = [.. all.Where(rule => rule.Result.Rule.IsEnabled)];
        _severities = _settings.Severity.Count > 0 ? [.. _settings.Severity] : null;
        _result = new AuditResult { Rules = [.. all.Select(rule => rule.Result)], Severity = [.. _settings.Severity], Since = history?.CreatedAt };
    }

    /// <summary>Every rule with its effective settings, those that do not run included.</summary>
    public IReadOnlyList<AuditRule> Rules => [.. _result.Rules.Select(rule => rule.Rule)];

    /// <summary>
    /// What ran and what could not be checked so far: in this audit, and in the audits whose findings were taken over. Call it
    /// at the end.
    /// </summary>
    public AuditResult Result
    {
        get
        {
            if (_adopted.Count == 0 && _foreignFindings == 0)
            {
                return _result;
            }

            AuditResult sum = AuditResult.Combine(_result.IsEmpty ? _adopted : [_result, .. _adopted]);
            sum.Rules = [.. sum.Rules.Where(rule => RuleSelection.IsIncluded(_settings, rule.Rule.Name))];
            sum.Severity = _severities is null ? sum.Severity : [.. _severities];
            sum.ForeignFindingCount += _foreignFindings;
            return sum;
        }
    }

    /// <summary>
    /// Called when a custom rule throws, with its name and the image; the audit continues. If it is null, the exception reaches
    /// the caller.
    /// </summary>
    public Action<string, ImageMetadata, Exception>? RuleFailed { get; set; }

    /// <summary>Whether a failure of this kind leads to a finding, which a rule that does not run cannot make.</summary>
    /// <param name="image">The image that failed.</param>
    /// <returns>True if a rule is about it.</returns>
    public bool Reports(FailedImage image) => _rules.Any(rule => rule.Rule is IFailureRule failures && failures.Check(image) is not null);

    /// <summary>Checks one image by its metadata.</summary>
    /// <param name="image">The metadata; any field may be missing.</param>
    /// <returns>The findings; empty if there are none.</returns>
    public IReadOnlyList<AuditFinding> Check(ImageMetadata image) => Check(new AuditSubject(image));

    /// <summary>Checks one file by what the listing reports of it. Rules that need more count it as not checked.</summary>
    /// <param name="file">The file; any field may be missing.</param>
    /// <returns>The findings; empty if there are none.</returns>
    public IReadOnlyList<AuditFinding> Check(MediaFile file) => Check(new AuditSubject(file));

    /// <summary>Counts an image whose metadata could not be read.</summary>
    /// <param name="image">The image, and why.</param>
    /// <returns>The findings; empty if the failure says nothing of the image, so that it counts as not checked.</returns>
    public IReadOnlyList<AuditFinding> Check(FailedImage image)
    {
        _result.CountFailure(image);
        if (image.Reach == ImageReach.NotChecked)
        {
            return [];
        }

        _findings.Clear();
        foreach (RunningRule rule in _rules)
        {
            rule.CountFailed();
            if (rule.Rule is IFailureRule failures && failures.Check(image) is AuditFinding finding)
            {
                _findings.Add(finding);
            }
        }

        // With 404 the image is gone, and what other rules found in it is, too.
        _history?.MarkChecked(image.Url, image.FileId, image.Kind == ImageKitErrorKind.NotFound ? null : HasChecked);
        return CompleteFindings();
    }

    /// <summary>Returns the findings about the whole set: call it once, at the end.</summary>
    /// <param name="progress">Receives the part that is done, 0 to 1, on the calling thread.</param>
    /// <param name="cancellationToken">Stops the search within a second.</param>
    /// <returns>The findings, one by one.</returns>
    /// <exception cref="OperationCanceledException">While enumerating: <paramref name="cancellationToken"/> was canceled.</exception>
    public IEnumerable<AuditFinding> Complete(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        foreach (IWholeSetRule rule in _rules.Select(rule => rule.Rule).OfType<IWholeSetRule>())
        {
            foreach (AuditFinding finding in rule.Complete(progress, cancellationToken))
            {
                finding.Audit = _result;
                _history?.Compare(finding, _result.StartedAt);
                if (IsReported(finding))
                {
                    yield return finding;
                }
            }
        }
    }

    /// <summary>Returns the findings of the earlier audit that this one has not: call it after <see cref="Complete"/>.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>
    /// The findings: <see cref="AuditBaselineState.Absent"/> if their rule checked their image again or the image is gone. Without
    /// a state if they were not checked this time; they are kept for the next audit.
    /// </returns>
    /// <exception cref="OperationCanceledException">While enumerating: <paramref name="cancellationToken"/> was canceled.</exception>
    /// <exception cref="IOException">While enumerating: the earlier report cannot be read any more.</exception>
    public IEnumerable<AuditFinding> CompleteHistory(CancellationToken cancellationToken = default)
    {
        foreach (AuditFinding finding in _history?.Complete(fileId => _listings.Any(listing => listing.IsDeleted(fileId))) ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            finding.Audit = _result;
            if (!IsReported(finding))
            {
                finding.BaselineState = null;
            }

            yield return finding;
        }
    }

    /// <summary>
    /// Takes a finding of another audit over, with what that audit ran: if the settings include its severity and its rule. A
    /// rule that is off by default, or another user's custom rule, ran in that audit.
    /// </summary>
    /// <param name="finding">The finding.</param>
    /// <returns>False if the settings leave it out.</returns>
    public bool TryAdopt(AuditFinding finding)
    {
        if (finding.Audit is null)
        {
            _foreignFindings++;
        }
        else if (finding.Audit != _result && !_adopted.Contains(finding.Audit))
        {
            _adopted.Add(finding.Audit);
        }

        bool isIncluded = IsReported(finding) && RuleSelection.IsIncluded(_settings, finding.RuleName);
        if (isIncluded && finding.BaselineState is null)
        {
            _history?.Compare(finding, _result.StartedAt);
        }

        return isIncluded;
    }

    /// <summary>Counts an error that is not about one image: something is missing, and the audit is not complete.</summary>
    internal void CountError(string errorId) => _result.CountError(errorId);

    internal IReadOnlyList<AuditFinding> Check(AuditSubject subject)
    {
        if ((subject.Offered & SubjectFields.Metadata) != 0)
        {
            _result.ImageCount++;
        }
        else
        {
            _result.FileCount++;
        }

        if (_history is not null && subject.Image.Listing is MediaListing listing)
        {
            _listings.Add(listing);
        }

        _findings.Clear();
        foreach (RunningRule rule in _rules)
        {
            if (!rule.TryCheck(subject))
            {
                continue;
            }

            switch (rule.Rule)
            {
                case CustomRule custom:
                    CheckCustom(rule, custom, subject);
                    break;
                case IImageRule images:
                    images.Check(subject, _findings);
                    break;
                case IWholeSetRule wholeSet:
                    wholeSet.Add(subject);
                    break;
            }
        }

        _history?.MarkChecked(subject.Image.Url, subject.Image.FileId, HasChecked);
        return CompleteFindings();
    }

    private bool HasChecked(string ruleName) => _rules.Any(rule => rule.HasChecked && rule.Rule.Name.Equals(ruleName, StringComparison.OrdinalIgnoreCase));

    private void CheckCustom(RunningRule running, CustomRule rule, AuditSubject subject)
    {
        int before = _findings.Count;
        try
        {
            rule.Check(subject, _findings);
        }
        catch (Exception exception) when (RuleFailed is not null && exception is not OperationCanceledException)
        {
            _findings.RemoveRange(before, _findings.Count - before);
            running.CountThrown();
            RuleFailed(rule.Name, subject.Image, exception);
        }
    }

    private bool IsReported(AuditFinding finding) => _severities is null || _severities.Contains(finding.Severity);

    private AuditFinding[] CompleteFindings()
    {
        foreach (AuditFinding finding in _findings)
        {
            finding.Audit = _result;
            _history?.Compare(finding, _result.StartedAt);
        }

        if (_severities is not null)
        {
            _findings.RemoveAll(finding => !IsReported(finding));
        }

        return _findings.Count == 0 ? [] : _findings.ToArray();
    }
}
