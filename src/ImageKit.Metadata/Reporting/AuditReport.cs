using ImageKit.Metadata.Reporting;

namespace ImageKit.Metadata;

/// <summary>
/// The report of an audit, in one file or several, written while the audit runs. Each file is written under another name and
/// moved when all of them are complete, so that a reader finds the old report or the new one, never a part.
/// </summary>
public sealed class AuditReport : IDisposable
{
    private readonly AuditReportOptions _options;
    private readonly List<ReportFile> _files = [];
    private ReportTotals _totals = new();

    /// <summary>Starts a report in one file.</summary>
    /// <param name="path">The file; an existing one is replaced at the end. If it is a link, the file that it leads to is.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">What the report contains besides the findings; null for the defaults.</param>
    /// <exception cref="IOException">The folder does not exist, or cannot be written to; or the path is not that of a file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the existing file, must not be written to.</exception>
    public AuditReport(string path, AuditReportFormat format, AuditReportOptions? options = null)
        : this([new KeyValuePair<string, AuditReportFormat>(path, format)], options)
    {
    }

    /// <summary>Starts a report in several files.</summary>
    /// <param name="files">The path and format of each file; existing ones are replaced at the end.</param>
    /// <param name="options">What the report contains besides the findings; null for the defaults.</param>
    /// <exception cref="IOException">A folder does not exist, or cannot be written to; or a path is not that of a file.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder, or an existing file, must not be written to.</exception>
    public AuditReport(IReadOnlyList<KeyValuePair<string, AuditReportFormat>> files, AuditReportOptions? options = null)
    {
        _options = options ?? new AuditReportOptions();
        try
        {
            foreach (KeyValuePair<string, AuditReportFormat> file in files)
            {
                ReportFile added = new(file.Key, ReportFormat.Of(file.Value), _options);
                _files.Add(added);
                if (_files.Any(other => other != added && other.Path == added.Path))
                {
                    throw new IOException($"Two reports have the path '{added.Path}'.");
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many findings the report contains, accepted ones included.</summary>
    public long FindingCount => _totals.Findings.Count + _totals.Findings.AcceptedCount;

    /// <summary>The format for a file extension; null for an extension that no format has.</summary>
    /// <param name="path">The file name, such as <c>audit.html</c> or <c>accepted.baseline.json</c>.</param>
    /// <returns>The format, or null.</returns>
    public static AuditReportFormat? FormatOf(string path) => ReportFormat.Find(path)?.Name;

    /// <summary>Counts an image or file that was audited.</summary>
    /// <param name="image">The metadata; not kept.</param>
    public void Add(ImageMetadata image) => _totals.Images.Add(image);

    /// <summary>Adds a finding.</summary>
    /// <param name="finding">The finding; not changed.</param>
    public void Add(AuditFinding finding)
    {
        AuditFinding written = _options.Redact ? Redaction.Of(finding) : finding;
        _totals.Findings.Add(written);
        foreach (ReportFile file in _files)
        {
            file.Writer.Add(written);
        }
    }

    /// <summary>Forgets the findings so far, not the images: for findings that turn out to come from another audit.</summary>
    public void DiscardFindings()
    {
        _totals = new ReportTotals { Images = _totals.Images };
        foreach (ReportFile file in _files)
        {
            file.Restart();
        }
    }

    /// <summary>Finishes the files and moves each to its path.</summary>
    /// <param name="result">What ran and what could not be checked; null if unknown.</param>
    /// <exception cref="IOException">A file cannot be written, or the old one cannot be replaced.</exception>
    public void Complete(AuditResult? result = null)
    {
        _totals.Result = result;
        foreach (ReportFile file in _files)
        {
            file.Finish(_totals);
        }

        foreach (ReportFile file in _files)
        {
            file.Publish();
        }
    }

    /// <summary>Removes what was not completed.</summary>
    public void Dispose()
    {
        foreach (ReportFile file in _files)
        {
            file.Dispose();
        }
    }
}
