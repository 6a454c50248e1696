namespace ImageKit.Metadata.Reporting;

/// <summary>Writes one format. Findings are written as they come, or counted; only a bounded number of them is kept.</summary>
internal abstract class ReportWriter(AuditReportOptions options) : IDisposable
{
    protected AuditReportOptions Options => options;

    public abstract void Add(AuditFinding finding);

    /// <summary>Writes what follows the findings, and everything to the stream.</summary>
    public abstract void Complete(ReportTotals totals);

    /// <summary>Frees what the writer holds; the stream stays open.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
