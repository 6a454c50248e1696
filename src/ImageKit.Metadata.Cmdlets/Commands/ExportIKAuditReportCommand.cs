using System.Management.Automation;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Reporting;

namespace ImageKit.Metadata.Commands;

/// <summary>Writes an audit to a file: a page for people, or a format for programs.</summary>
[Cmdlet(VerbsData.Export, "IKAuditReport", SupportsShouldProcess = true, HelpUri = OnlineHelp.Pages + "Export-IKAuditReport.md")]
[OutputType(typeof(FileInfo))]
public sealed class ExportIKAuditReportCommand : AuditCommand
{
    /// <summary>GitHub's code scanning refuses a run with more results…</summary>
    private const long MostSarifResults = 25_000;

    /// <summary>… and shows so many of them, the worst.</summary>
    private const long MostShownSarifResults = 5_000;

    private AuditReport? _report;
    private string _file = string.Empty;
    private AuditReportFormat _format;
    private bool _hasFindingsFromElsewhere;

    /// <summary>The file. An existing one is replaced when the report is complete.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [Alias("FilePath")]
    public string Path { get; set; } = string.Empty;

    /// <summary>The format; without it, the ending of the file tells.</summary>
    [Parameter]
    [PSDefaultValue(Help = "By the ending of the file")]
    public AuditReportFormat? Format { get; set; }

    /// <summary>The title of the report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = new AuditReportOptions().Title;

    /// <summary>Makes a page without images, which asks nobody for anything.</summary>
    [Parameter]
    public SwitchParameter NoThumbnail { get; set; }

    /// <summary>How many findings of each rule the page lists; the totals count all.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int MaximumFindingsPerRule { get; set; } = new AuditReportOptions().MaximumFindingsPerRule;

    /// <summary>Why the findings are accepted, for a baseline.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    /// <summary>The last day on which they are, for a baseline.</summary>
    [Parameter]
    public DateTime? ExpiresOn { get; set; }

    /// <summary>Emits the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override bool AuditsInput => !_hasFindingsFromElsewhere;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _file = ResolveFile(Path);
        if ((Format ?? AuditReport.FormatOf(_file)) is not AuditReportFormat format)
        {
            ThrowTerminatingError(IKErrorRecord.UnknownReportFormat(Path));
            return;
        }

        _format = format;
        if (!ShouldProcess(_file, File.Exists(_file) ? "Replace the report" : "Write the report"))
        {
            return;
        }

        _report = Write(() =>
        {
            RefuseDevice();
            return new AuditReport(_file, _format, new AuditReportOptions
            {
                Title = Title,
                Rules = Auditor.Rules,
                NoThumbnail = NoThumbnail,
                MaximumFindingsPerRule = MaximumFindingsPerRule,
                Reason = Reason,
                ExpiresOn = ExpiresOn,
            });
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_report is not null)
        {
            base.ProcessRecord();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_report is not null)
        {
            base.EndProcessing();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _report?.Dispose();
        base.Dispose(disposing);
    }

    private protected override void Add(AuditSubject subject)
    {
        _report!.Add(subject.Image);
        base.Add(subject);
    }

    private protected override void Add(AuditFinding finding)
    {
        // With findings in the pipeline the audit has been made: the metadata beside them is there for the figures.
        if (!_hasFindingsFromElsewhere)
        {
            _hasFindingsFromElsewhere = true;
            _report!.DiscardFindings();
            RestartAudit();
            Auditor.TryAdopt(finding);
        }

        base.Add(finding);
    }

    private protected override void WriteFinding(AuditFinding finding) => Write(() =>
    {
        _report!.Add(finding);
        return _report;
    });

    private protected override void WriteCarriedFinding(AuditFinding finding) => WriteFinding(finding);

    private protected override void WriteResult(AuditResult result)
    {
        if (_format == AuditReportFormat.Sarif && _report!.FindingCount > MostShownSarifResults)
        {
            WriteWarning($"The report has {_report.FindingCount:N0} results. GitHub's code scanning shows {MostShownSarifResults:N0} and refuses more than {MostSarifResults:N0}: leave some out with -Severity, -ExcludeRule, or a baseline ahead of it (Invoke-IKAudit -Baseline).");
        }

        Write(() =>
        {
            _report!.Complete(result);
            return _report;
        });
        WriteVerbose($"{_report!.FindingCount:N0} findings in '{_file}'.");
        if (PassThru)
        {
            WriteObject(GetItem(_file));
        }
    }

    /// <summary>.NET takes a device for a file. PowerShell tells them apart, where there are devices among the files.</summary>
    private void RefuseDevice()
    {
        string place = ReportPlace.Find(_file);
        if (File.Exists(place)
            && GetItem(place).Properties["UnixStat"]?.Value is object status
            && PSObject.AsPSObject(status).Properties["ItemType"]?.Value is object type
            && type.ToString() != "File")
        {
            throw ReportPlace.NoFile(place);
        }
    }

    private PSObject GetItem(string file) => InvokeProvider.Item.Get([$"FileSystem::{file}"], force: true, literalPath: true).Single();

    private T Write<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(IKErrorRecord.ReportNotWritten(failure, _file));
            throw;
        }
    }
}
