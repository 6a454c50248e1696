namespace ImageKit.Metadata.Auditing;

/// <summary>A rule that needs the whole set: it collects, and reports at the end.</summary>
internal interface IWholeSetRule
{
    void Add(AuditSubject subject);

    IEnumerable<AuditFinding> Complete(IProgress<double>? progress, CancellationToken cancellationToken);
}
