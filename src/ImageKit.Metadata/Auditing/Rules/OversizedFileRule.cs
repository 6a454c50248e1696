using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Files that are large whatever they show.</summary>
internal sealed class OversizedFileRule() : Rule("OversizedFile", AuditSeverity.Warning), IImageRule
{
    private readonly RuleSetting _stored = new("MaximumBytes", 5_000_000L, "The largest size of a stored original, in bytes.", 1);
    private readonly RuleSetting _served = new("MaximumServedBytes", 500 * 1024L, "The largest size of a transformed image, in bytes.", 1);
    private readonly RuleSetting _processing = new("ProcessingLimitBytes", 40 * 1024 * 1024L, "Above this, an image's finding is an error: the service does not transform it.", 1);
    private readonly RuleSetting _videoProcessing = new("VideoProcessingLimitBytes", 300 * 1024 * 1024L, "The same for a video, which has no other limit in this rule: see VideoBitRate.", 1);

    public override IReadOnlyList<RuleSetting> Settings => [_stored, _served, _processing, _videoProcessing];

    public override string Description => "The file is large: slow to upload, to process and, if it is served unchanged, to load.";

    public override string Recommendation => "Compress it, or store fewer pixels; serve it with w- and q-.";

    public override string Reason =>
        "A 24-megapixel image at Chrome's target of 1/6 byte per pixel (trace engine, ImageDelivery) has 4,000,000 bytes; a quarter is left for detail. 500 KB is the upper tier for images in content (Screaming Frog and Sitebulb flag 100 KB already). ImageKit transforms images up to 40 MB and videos up to 300 MB (imagekit.io/docs, limits).";

    public override SubjectFields Needs => SubjectFields.Size;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.Size is not long size)
        {
            return;
        }

        bool video = subject.IsVideo;
        long processing = (video ? _videoProcessing : _processing).AsInt64;
        long limit = video ? processing : (subject.IsServed ? _served : _stored).AsInt64;
        if (size <= limit && size <= processing)
        {
            return;
        }

        bool tooLarge = size > processing;
        AuditFinding finding = CreateFinding(
            subject,
            tooLarge
                ? $"{ByteSize.ToDisplayText(size)}: more than the {ByteSize.ToDisplayText(processing)} that can be processed."
                : $"{ByteSize.ToDisplayText(size)}: more than {ByteSize.ToDisplayText(limit)}.",
            tooLarge ? AuditSeverity.Error : AuditSeverity.Warning,
            size - limit);
        finding.Evidence["Size"] = size;
        finding.Evidence["Limit"] = tooLarge ? processing : limit;
        findings.Add(finding);
    }
}
