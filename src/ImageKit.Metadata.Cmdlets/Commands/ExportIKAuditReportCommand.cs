using System.Globalization;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Connections;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>Writes an audit to files: a page for people, and formats for programs.</summary>
[Cmdlet(VerbsData.Export, "IKAuditReport", SupportsShouldProcess = true, HelpUri = OnlineHelp.Pages + "Export-IKAuditReport.md")]
[OutputType(typeof(FileInfo))]
public sealed class ExportIKAuditReportCommand : AuditCommand
{
    /// <summary>GitHub's code scanning refuses a run with more results…</summary>
    private const long MaximumSarifResults = 25_000;

    /// <summary>… and shows so many of them, the worst.</summary>
    private const long MaximumShownSarifResults = 5_000;

    private readonly List<KeyValuePair<string, AuditReportFormat>> _files = [];
    private AuditReport? _report;
    private bool _hasForeignFindings;

    /// <summary>The files. Existing ones are replaced when the report is complete.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [Alias("FilePath")]
    public string[] Path { get; set; } = [];

    /// <summary>The format of a single file; without it, the file extension decides.</summary>
    [Parameter]
    [PSDefaultValue(Help = "By the file extension")]
    public AuditReportFormat? Format { get; set; }

    /// <summary>The title of the report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = new AuditReportOptions().Title;

    /// <summary>Leaves out coordinates, names, serial numbers and comments from images, and messages of custom rules, in every format.</summary>
    [Parameter]
    public SwitchParameter Redact { get; set; }

    /// <summary>The address at which the page will be published, for the link in the digest and in Markdown.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? PageUrl { get; set; }

    /// <summary>Makes a page without images, which sends no requests.</summary>
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

    /// <summary>The last day on which they are accepted, for a baseline.</summary>
    [Parameter]
    public DateTime? ExpiresOn { get; set; }

    /// <summary>Emits the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool AuditsInput => !_hasForeignFindings;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        AddFiles();
        _files.RemoveAll(file => !ShouldProcess(file.Key, File.Exists(file.Key) ? "Replace the report" : "Write the report"));
        if (_files.Count > 0)
        {
            Write(() => _report = new AuditReport(_files, CreateOptions()));
        }
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
        if (!_hasForeignFindings)
        {
            _hasForeignFindings = true;
            Write(_report!.DiscardFindings);
            RestartAudit();
            Auditor.TryAdopt(finding);
        }

        base.Add(finding);
    }

    private protected override void WriteFinding(AuditFinding finding) => Write(() => _report!.Add(finding));

    private protected override void WriteCarriedFinding(AuditFinding finding) => WriteFinding(finding);

    private protected override void WriteResult(AuditResult result)
    {
        if (_report!.FindingCount > MaximumShownSarifResults && _files.Any(file => file.Value == AuditReportFormat.Sarif))
        {
            WriteWarning($"The report has {_report.FindingCount:N0} results. GitHub's code scanning shows {MaximumShownSarifResults:N0} and refuses more than {MaximumSarifResults:N0}. Leave some out with -Severity, -ExcludeRule, or a baseline (Invoke-IKAudit -Baseline).");
        }

        Write(() => _report.Complete(result));
        foreach (KeyValuePair<string, AuditReportFormat> file in _files)
        {
            WriteVerbose($"{Quantity.ToDisplayText(_report.FindingCount, "finding", "findings", CultureInfo.CurrentCulture)} in '{file.Key}'.");
            if (PassThru)
            {
                WriteObject(InvokeProvider.Item.Get([$"FileSystem::{file.Key}"], force: true, literalPath: true).Single());
            }
        }
    }

    private void AddFiles()
    {
        if (Format is not null && Path.Length > 1)
        {
            ThrowTerminatingError(IKErrorRecord.FormatForSeveralReports(string.Join(", ", Path), Path.Length));
        }

        foreach (string path in Path)
        {
            string file = ResolveReport(path);
            if ((Format ?? AuditReport.FormatOf(file)) is not AuditReportFormat format)
            {
                ThrowTerminatingError(IKErrorRecord.UnknownReportFormat(path));
                return;
            }

            _files.Add(new KeyValuePair<string, AuditReportFormat>(file, format));
        }
    }

    private string ResolveReport(string path)
    {
        if (path.Contains('\0'))
        {
            ThrowTerminatingError(IKErrorRecord.ReportNotWritten(new IOException("The path contains a NUL character."), path));
        }

        return ResolveFile(path);
    }

    private AuditReportOptions CreateOptions() => new()
    {
        Title = Title,
        Redact = Redact,
        PageUrl = PageUrl,
        LocalService = ConnectionStore.Current.Find()?.ApiBaseUri,
        NoThumbnail = NoThumbnail,
        MaximumFindingsPerRule = MaximumFindingsPerRule,
        Reason = Reason,
        ExpiresOn = ExpiresOn,
    };

    private void Write(Action step)
    {
        try
        {
            step();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(IKErrorRecord.ReportNotWritten(failure, _files.Count == 1 ? _files[0].Key : string.Join(", ", _files.Select(file => file.Key))));
        }
    }
}
