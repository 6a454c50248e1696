namespace ImageKit.Metadata.Reporting;

/// <summary>Writes one format. Findings go to the file as they come, or are counted: none is kept for its own sake.</summary>
internal abstract class ReportWriter(AuditReportOptions options) : IDisposable
{
    protected AuditReportOptions Options => options;

    public abstract void Add(AuditFinding finding);

    /// <summary>Writes what stands at the end, and everything to the stream.</summary>
    public abstract void Complete(ImageTotals images, FindingTotals findings);

    /// <summary>Frees what the writer holds; the stream stays open.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    public static ReportWriter Create(AuditReportFormat format, FileStream stream, AuditReportOptions options) => format switch
    {
        AuditReportFormat.Sarif => new SarifReportWriter(stream, options),
        AuditReportFormat.Csv => new CsvReportWriter(stream, options),
        AuditReportFormat.Json => new JsonReportWriter(stream, options),
        AuditReportFormat.Markdown => new MarkdownReportWriter(stream, options),
        AuditReportFormat.JUnit => new JUnitReportWriter(stream, options),
        AuditReportFormat.Baseline => new BaselineWriter(stream, options),
        _ => new HtmlReportWriter(stream, options),
    };
}
