using System.Collections;
using System.ComponentModel;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>A cmdlet that audits what comes along the pipeline.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AuditCommand : StoppableCommand
{
    private const int NamedAtMost = 5;

    private AuditBaseline? _baseline;

    /// <summary>
    /// Metadata as <c>Get-IKMetadata</c> gives it, live, from CLIXML or as rows with the same names, and the error records
    /// of <c>Get-IKMetadata … 2&gt;&amp;1</c>.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>
    /// A hashtable, or the path of a <c>.psd1</c> file: <c>IncludeRules</c>, <c>ExcludeRules</c>, <c>Severity</c>, and
    /// <c>Rules = @{ OversizedFile = @{ MaximumBytes = 2MB }; MyOwn = { if ($_.Width -eq 1) { 'one pixel' } } }</c>.
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

    /// <summary>A file with findings that were accepted earlier.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    private protected Auditor Auditor { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            AuditSettings settings = ReadSettings();
            settings.IncludeRules = IncludeRule ?? settings.IncludeRules;
            settings.ExcludeRules = ExcludeRule ?? settings.ExcludeRules;
            settings.Severity = Severity ?? settings.Severity;
            Auditor = new Auditor(settings) { RuleFailed = ReportFailedRule };
        }
        catch (AuditSettingsException failure)
        {
            ThrowTerminatingError(IKErrorRecord.InvalidAuditSettings(failure, Settings));
        }

        if (Baseline is not null)
        {
            _baseline = ReadBaseline(ResolveFile(Baseline));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject? input in InputObject ?? [])
        {
            switch (AuditInput.Understand(input))
            {
                case ImageMetadata image:
                    Take(image);
                    break;
                case AuditFinding finding:
                    if (Auditor.Fits(finding))
                    {
                        Take(finding);
                    }

                    break;
                case FailedImage image when Auditor.ReportsUnreadable:
                    Take(image);
                    break;
                case FailedImage image:
                    WriteError(input!.BaseObject as ErrorRecord ?? IKErrorRecord.For(new ImageKitException(image.Kind, image.Message), image.Url ?? image.FileId));
                    break;
                case ErrorRecord error:
                    WriteError(error);
                    break;
                default:
                    WriteError(IKErrorRecord.InvalidAuditInput(input));
                    break;
            }
        }
    }

    private protected abstract void Take(ImageMetadata image);

    private protected abstract void Take(AuditFinding finding);

    private protected abstract void Take(FailedImage image);

    /// <summary>What can be said of the whole set.</summary>
    private protected IEnumerable<AuditFinding> CompleteAudit() => UntilStopped(Auditor.Complete(null, StopToken));

    /// <summary>Whether the baseline has the finding.</summary>
    private protected bool IsAccepted(AuditFinding finding) => _baseline?.Accepts(finding) ?? false;

    /// <summary>Says what the baseline did.</summary>
    private protected void TellOfBaseline()
    {
        if (_baseline is { AcceptedCount: > 0 })
        {
            WriteWarning($"The baseline '{Baseline}' has {_baseline.AcceptedCount:N0} of the findings: accepted earlier.");
        }

        if (_baseline is { ExpiredCount: > 0 })
        {
            string[] named = [.. _baseline.Expired.Take(NamedAtMost).Select(entry => PlainText.Clean(FormattableString.Invariant($"{entry.Rule} {entry.Url} ({entry.Expires:yyyy-MM-dd})"), 200))];
            int more = _baseline.Expired.Count() - named.Length;
            WriteWarning($"{_baseline.ExpiredCount:N0} {(_baseline.ExpiredCount == 1 ? "finding was" : "findings were")} accepted in the baseline '{Baseline}' until a day that has passed: {string.Join("; ", named)}{(more > 0 ? $" and {more:N0} more" : string.Empty)}.");
        }
    }

    private AuditSettings ReadSettings()
    {
        object? settings = Settings is PSObject wrapped ? wrapped.BaseObject : Settings;
        return settings switch
        {
            null => new AuditSettings(),
            IDictionary table => AuditSettingsReader.Read(table),
            string path => AuditSettingsReader.ReadFile(ResolveFile(path)),
            FileInfo file => AuditSettingsReader.ReadFile(file.FullName),
            _ => throw new AuditSettingsException("-Settings takes a hashtable or the path of a .psd1 file."),
        };
    }

    private AuditBaseline ReadBaseline(string path)
    {
        try
        {
            return AuditBaseline.Read(path);
        }
        catch (Exception failure) when (failure is AuditSettingsException or IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(IKErrorRecord.InvalidBaseline(failure, path));
            throw;
        }
    }

    private void ReportFailedRule(string rule, ImageMetadata image, Exception failure)
    {
        // Ctrl+C while a script block runs is no fault of the block.
        if (failure is PipelineStoppedException)
        {
            ExceptionDispatchInfo.Capture(failure).Throw();
        }

        WriteError(IKErrorRecord.AuditRuleFailed(rule, image, failure));
    }
}
