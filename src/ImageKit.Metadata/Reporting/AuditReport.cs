using ImageKit.Metadata.Reporting;

namespace ImageKit.Metadata;

/// <summary>
/// An audit on its way to a file. It is written to another file beside it and moved when complete, so that whoever looks
/// finds the old report or the new one, never half of one.
/// </summary>
public sealed class AuditReport : IDisposable
{
    private readonly string _place;
    private readonly string _temporaryPath;
    private readonly AuditReportFormat _format;
    private readonly AuditReportOptions _options;
    private readonly ImageTotals _images = new();
    private FindingTotals _findings = new();
    private readonly FileStream _file;
    private ReportWriter _writer;
    private bool _isOver;

    /// <summary>Begins a report.</summary>
    /// <param name="path">The file; an existing one is replaced in the end. Of a link, what it leads to is.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">What it says besides the findings; null for the defaults.</param>
    /// <exception cref="IOException">The folder does not exist, or cannot be written to; or what stands there is no file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file that is there, must not be written to.</exception>
    public AuditReport(string path, AuditReportFormat format, AuditReportOptions? options = null)
    {
        _place = ReportPlace.Find(path);
        _format = format;
        _options = options ?? new AuditReportOptions();
        ReportPlace.Check(_place);
        _temporaryPath = $"{_place}.{Guid.NewGuid():N}.tmp";
        _file = ReportPlace.CreateLike(_place, _temporaryPath);
        try
        {
            _writer = ReportWriter.Create(format, _file, _options);
        }
        catch
        {
            _file.Dispose();
            File.Delete(_temporaryPath);
            throw;
        }
    }

    /// <summary>How many findings it has, accepted ones included.</summary>
    public long FindingCount => _findings.Count + _findings.AcceptedCount;

    /// <summary>The format by the ending of a file name; null if it has none of a report.</summary>
    /// <param name="path">The file name: <c>.html</c>, <c>.sarif</c> or <c>.sarif.json</c>, <c>.csv</c>, <c>.json</c>, <c>.md</c>, <c>.xml</c>, <c>.baseline.json</c>.</param>
    /// <returns>The format, or null.</returns>
    public static AuditReportFormat? FormatOf(string path)
    {
        string name = Path.GetFileName(path).ToLowerInvariant();
        bool Ends(params string[] endings) => endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));
        return Ends(".html", ".htm") ? AuditReportFormat.Html
            : Ends(".sarif", ".sarif.json") ? AuditReportFormat.Sarif
            : Ends(".csv") ? AuditReportFormat.Csv
            : Ends(".baseline", ".baseline.json") ? AuditReportFormat.Baseline
            : Ends(".json") ? AuditReportFormat.Json
            : Ends(".md", ".markdown") ? AuditReportFormat.Markdown
            : Ends(".xml") ? AuditReportFormat.JUnit
            : null;
    }

    /// <summary>Counts an image that was audited.</summary>
    /// <param name="image">The metadata; not kept.</param>
    public void Add(ImageMetadata image) => _images.Add(image);

    /// <summary>Adds a finding.</summary>
    /// <param name="finding">The finding.</param>
    public void Add(AuditFinding finding)
    {
        _findings.Add(finding);
        _writer.Add(finding);
    }

    /// <summary>Forgets the findings so far, not the images: for findings that turn out to come from elsewhere.</summary>
    public void DiscardFindings()
    {
        _writer.Dispose();
        _file.SetLength(0);
        _findings = new FindingTotals();
        _writer = ReportWriter.Create(_format, _file, _options);
    }

    /// <summary>Finishes the report and puts it in its place.</summary>
    /// <param name="result">What ran and what could not be checked; null if unknown.</param>
    /// <exception cref="IOException">It cannot be written, or the old one cannot be replaced.</exception>
    public void Complete(AuditResult? result = null)
    {
        if (result is not null)
        {
            // A rule that could not check every image has not passed.
            _options.Rules = [.. result.Rules.Select(rule => rule.Rule)];
        }

        _writer.Complete(_images, _findings);
        _file.Flush(flushToDisk: true);
        Close();
        if (File.Exists(_place))
        {
            File.Replace(_temporaryPath, _place, null);
        }
        else
        {
            File.Move(_temporaryPath, _place);
        }
    }

    /// <summary>Removes what was not completed.</summary>
    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // On a full disk nothing can be written any more, and what was not completed is not wanted either.
        }
        finally
        {
            File.Delete(_temporaryPath);
        }
    }

    /// <summary>Once only: a writer that is disposed again would write to the closed file.</summary>
    private void Close()
    {
        if (!_isOver)
        {
            _isOver = true;
            try
            {
                _writer.Dispose();
            }
            finally
            {
                _file.Dispose();
            }
        }
    }
}
