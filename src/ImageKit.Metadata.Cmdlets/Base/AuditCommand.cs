using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.ExceptionServices;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Completion;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>A cmdlet that audits the pipeline input.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AuditCommand : StoppableCommand
{
    private const int MaximumNamed = 5;

    private AuditSettings _settings = null!;
    private AuditBaseline? _baseline;
    private AuditHistory? _history;
    private long _failing;

    /// <summary>
    /// Metadata as <c>Get-IKMetadata</c> emits it, files as <c>Get-IKFile</c> lists them, live, from CLIXML or as rows with the
    /// same names, and the error records of <c>Get-IKMetadata … 2&gt;&amp;1</c>.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// A hashtable, or the path of a <c>.psd1</c> file: <c>IncludeRules</c>, <c>ExcludeRules</c>, <c>Severity</c>, and
    /// <c>Rules = @{ OversizedFile = @{ MaximumBytes = 2MB }; Tiny = { if ($_.Width -eq 1) { 'one pixel' } } }</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? Settings { get; set; }

    /// <summary>The rules to run, wildcards allowed, instead of those in the settings.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AuditRuleNameCompleter))]
    [SupportsWildcards]
    public string[]? IncludeRule { get; set; }

    /// <summary>The rules not to run, wildcards allowed, instead of those in the settings.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AuditRuleNameCompleter))]
    [SupportsWildcards]
    public string[]? ExcludeRule { get; set; }

    /// <summary>The severities to report, instead of those in the settings.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public AuditSeverity[]? Severity { get; set; }

    /// <summary>Requests once which custom metadata fields the account requires, and runs <c>MissingCustomMetadata</c> with them.</summary>
    [Parameter]
    public SwitchParameter AccountFields { get; set; }

    /// <summary>The connection for <c>-AccountFields</c>; without it the stored one, else one by <c>IMAGEKIT_PRIVATE_KEY</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public IKConnection? Connection { get; set; }

    /// <summary>A file with accepted findings.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    /// <summary>
    /// The JSON report of an earlier audit. Each finding then has <c>BaselineState</c> and <c>FirstSeen</c>, and what is gone is
    /// reported as <c>Absent</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Since { get; set; }

    /// <summary>Makes <c>-FailOn</c> count only findings that the report of <c>-Since</c> does not have in that severity.</summary>
    [Parameter]
    public SwitchParameter NewOnly { get; set; }

    /// <summary>Makes the command fail after the last finding if one is of this severity or worse, or if the audit is incomplete.</summary>
    [Parameter]
    public AuditSeverity? FailOn { get; set; }

    /// <summary>Lets <c>-FailOn</c> pass if there was nothing to audit.</summary>
    [Parameter]
    public SwitchParameter AllowEmpty { get; set; }

    private protected Auditor Auditor { get; private set; } = null!;

    /// <summary>Whether images are audited, and not only there for the figures beside findings of another audit.</summary>
    private protected virtual bool AuditsInput => true;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (NewOnly && Since is null)
        {
            ThrowTerminatingError(IKErrorRecord.NewOnlyWithoutSince());
        }

        _history = Since is null ? null : ReadHistory(ResolveFile(Since));
        try
        {
            _settings = ReadSettings();
            _settings.IncludeRules = IncludeRule ?? _settings.IncludeRules;
            _settings.ExcludeRules = ExcludeRule ?? _settings.ExcludeRules;
            _settings.Severity = Severity ?? _settings.Severity;
            if (AccountFields)
            {
                AddRequiredFields();
            }

            RestartAudit();
        }
        catch (AuditSettingsException failure)
        {
            ThrowTerminatingError(IKErrorRecord.InvalidAuditSettings(failure, Settings));
        }

        if (Baseline is not null)
        {
            string path = ResolveFile(Baseline);
            _baseline = Read(
                () => AuditBaseline.Read(path, ruleNames: [.. Auditor.Rules.Select(rule => rule.Name)]),
                failure => IKErrorRecord.InvalidBaseline(failure, path));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (InputObject)
        {
            case { BaseObject: IList list }:
                // A copy: what takes the findings may change the list.
                foreach (object? input in list.Cast<object?>().ToArray())
                {
                    Add(input is null ? null : PSObject.AsPSObject(input));
                }

                break;
            case not null:
                Add(InputObject);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        CompleteAudit();
        AuditResult result = Auditor.Result;
        WriteResult(result);
        WriteBaselineWarnings();
        foreach (string note in AuditNotes.Of(result))
        {
            WriteWarning(note);
        }

        if (FailOn is AuditSeverity severity)
        {
            if (_failing > 0)
            {
                ThrowTerminatingError(IKErrorRecord.AuditFailed(_failing, severity));
            }

            if (result.IsEmpty ? !AllowEmpty : !result.IsComplete)
            {
                ThrowTerminatingError(IKErrorRecord.AuditIncomplete(result));
            }
        }
    }

    /// <summary>Audits an image or a file.</summary>
    private protected virtual void Add(AuditSubject subject)
    {
        if (!AuditsInput)
        {
            return;
        }

        foreach (AuditFinding finding in Auditor.Check(subject))
        {
            Report(finding);
        }
    }

    /// <summary>Takes a finding of another audit.</summary>
    private protected virtual void Add(AuditFinding finding) => Report(finding);

    /// <summary>Emits or writes a finding of this audit or another; <see cref="AuditFinding.AcceptedReason"/> is set if the baseline accepts it.</summary>
    private protected abstract void WriteFinding(AuditFinding finding);

    /// <summary>Keeps a finding of the earlier audit that was not checked this time, so that the next audit knows it.</summary>
    private protected virtual void WriteCarriedFinding(AuditFinding finding)
    {
    }

    /// <summary>Emits or writes what follows the last finding.</summary>
    private protected abstract void WriteResult(AuditResult result);

    /// <summary>Reports the findings about the whole set.</summary>
    private void CompleteAudit()
    {
        if (!AuditsInput)
        {
            return;
        }

        foreach (AuditFinding finding in UntilStopped(Auditor.Complete(null, StopToken)))
        {
            Report(finding);
        }

        foreach (AuditFinding finding in UntilStopped(ReadEarlierFindings()))
        {
            if (finding.BaselineState is null)
            {
                WriteCarriedFinding(finding);
            }
            else
            {
                Report(finding);
            }
        }
    }

    /// <summary>Forgets what was audited so far.</summary>
    private protected void RestartAudit()
    {
        _failing = 0;
        Auditor = new Auditor(_settings, _history) { RuleFailed = WriteRuleFailure };
    }

    private void Add(PSObject? input)
    {
        PipelineObject item = new(input);
        switch (AuditInput.Parse(item))
        {
            case AuditSubject subject:
                Add(subject);
                break;
            case AuditFinding finding:
                if (Auditor.TryAdopt(finding))
                {
                    Add(finding);
                }

                break;
            case FailedImage image when AuditsInput:
                Add(image, input!);
                break;
            case FailedImage:
                break;
            case ErrorRecord error:
                Auditor.CountError(error.FullyQualifiedErrorId);
                WriteError(error);
                break;
            case null when item.IsRow && !item.IsSavedError && !item.HasUrl && !item.Has("FileId"):
                Auditor.CountError(IKErrorRecord.MissingPropertyId);
                WriteMissingPropertyError(item, $"{string.Join(", ", PipelineObject.UrlNames)} and FileId");
                break;
            default:
                ErrorRecord invalid = IKErrorRecord.InvalidAuditInput(input);
                Auditor.CountError(invalid.FullyQualifiedErrorId);
                WriteError(invalid);
                break;
        }
    }

    private void Add(FailedImage image, PSObject input)
    {
        foreach (AuditFinding finding in Auditor.Check(image))
        {
            Report(finding);
        }

        // Without a rule that makes it a finding, the failure stays an error.
        if (image.Reach != ImageReach.NotChecked && !Auditor.Reports(image))
        {
            WriteError(input.BaseObject as ErrorRecord ?? IKErrorRecord.For(new ImageKitException(image.Kind, image.Message), image.Url ?? image.FileId));
        }
    }

    private void Report(AuditFinding finding)
    {
        // A finding that another baseline accepted stays accepted.
        bool isAccepted = finding.AcceptedReason is not null || (_baseline?.TryAccept(finding) ?? false);
        if (!isAccepted && finding.Severity >= FailOn && finding.BaselineState != AuditBaselineState.Absent && (!NewOnly || IsNew(finding)))
        {
            _failing++;
        }

        WriteFinding(finding);
    }

    /// <summary>A known finding that has become worse than allowed is as bad as a new one.</summary>
    private bool IsNew(AuditFinding finding) => finding.BaselineState is null or AuditBaselineState.New || finding.EarlierSeverity < FailOn;

    private void WriteBaselineWarnings()
    {
        if (_baseline is { AcceptedCount: > 0 })
        {
            WriteWarning($"{Quantity.ToDisplayText(_baseline.AcceptedCount, "finding is", "findings are", CultureInfo.CurrentCulture)} accepted by the baseline '{Baseline}'.");
        }

        if (_baseline is { ExpiredCount: > 0 })
        {
            string[] named = [.. _baseline.Expired.Take(MaximumNamed).Select(entry => PlainText.Clean(FormattableString.Invariant($"{entry.Rule} {entry.Url} ({entry.Expires:yyyy-MM-dd})"), 200))];
            int more = _baseline.Expired.Count() - named.Length;
            WriteWarning($"{Quantity.ToDisplayText(_baseline.ExpiredCount, "accepted finding in the baseline has", "accepted findings in the baseline have", CultureInfo.CurrentCulture)} expired: {string.Join("; ", named)}{(more > 0 ? $" and {more:N0} more" : string.Empty)}.");
        }
    }

    private void AddRequiredFields()
    {
        const string rule = "MissingCustomMetadata";
        string[] required = [.. ReadAccountFields().Where(field => field.IsRequired).Select(field => field.Name!)];
        if (required.Length == 0)
        {
            WriteWarning($"The account requires no custom metadata fields, so that {rule} has nothing to check.");
            return;
        }

        if (!_settings.Rules.TryGetValue(rule, out PropertyBag? values))
        {
            _settings.Rules[rule] = values = new PropertyBag();
        }

        string[] given = SettingValue.ToStrings(values.Find("Fields")) ?? [];
        values["Fields"] = given.Union(required, StringComparer.OrdinalIgnoreCase).ToArray();
    }

    private IReadOnlyList<CustomMetadataField> ReadAccountFields()
    {
        ImageKitClient client = ResolveClient(Connection);
        try
        {
            return WaitFor(notices => client.GetCustomMetadataFieldsAsync(new RequestOptions { Observer = notices }, StopToken)).Result;
        }
        catch (ImageKitException failure)
        {
            ThrowTerminatingError(IKErrorRecord.For(failure, null));
            throw;
        }
    }

    private AuditSettings ReadSettings()
    {
        object? settings = Settings is PSObject wrapped ? wrapped.BaseObject : Settings;
        return settings switch
        {
            null => new AuditSettings(),
            IDictionary table => AuditSettingsReader.Read(table, WriteWarning),
            string path => AuditSettingsReader.ReadFile(ResolveFile(path), WriteWarning),
            FileInfo file => AuditSettingsReader.ReadFile(file.FullName, WriteWarning),
            _ => throw new AuditSettingsException("-Settings takes a hashtable or the path of a .psd1 file."),
        };
    }

    /// <summary>The first audit has no earlier one: all of its findings are new.</summary>
    private AuditHistory? ReadHistory(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            WriteWarning($"The earlier report '{path}' does not exist; every finding is new.");
            return AuditHistory.Empty;
        }

        return Read(() => AuditHistory.Read(path), failure => IKErrorRecord.InvalidEarlierReport(failure, path));
    }

    private IEnumerable<AuditFinding> ReadEarlierFindings()
    {
        using IEnumerator<AuditFinding> findings = Auditor.CompleteHistory(StopToken).GetEnumerator();
        while (Read(findings.MoveNext, failure => IKErrorRecord.InvalidEarlierReport(failure, Since)))
        {
            yield return findings.Current;
        }
    }

    private T Read<T>(Func<T> read, Func<Exception, ErrorRecord> createError)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is AuditSettingsException or IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(createError(failure));
            throw;
        }
    }

    private void WriteRuleFailure(string rule, ImageMetadata image, Exception failure)
    {
        // Ctrl+C while a script block runs is not an error of the block.
        if (failure is PipelineStoppedException)
        {
            ExceptionDispatchInfo.Capture(failure).Throw();
        }

        WriteError(IKErrorRecord.AuditRuleFailed(rule, image, failure));
    }
}
