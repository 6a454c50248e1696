using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Files that are large whatever they show.</summary>
internal sealed class OversizedFileRule : Rule
{
    private readonly RuleSetting _stored;
    private readonly RuleSetting _served;
    private readonly RuleSetting _processing;
    private readonly RuleSetting _videoProcessing;

    public OversizedFileRule()
        : base("OversizedFile", AuditSeverity.Warning)
    {
        _stored = Setting("MaximumBytes", 5_000_000L, "The most bytes that a stored original may have.", 1);
        _served = Setting("MaximumServedBytes", 500 * 1024L, "The most bytes that a transformed image may have.", 1);
        _processing = Setting("ProcessingLimitBytes", 40 * 1024 * 1024L, "Above this, an image's finding is an error: the service does not transform it.", 1);
        _videoProcessing = Setting("VideoProcessingLimitBytes", 300 * 1024 * 1024L, "The same for a video, which has no other limit here: see VideoBitRate.", 1);
    }

    public override string Description => "The file is large: slow to upload, to process and, if it is served as it is, to load.";

    public override string Recommendation => "Compress it, or store fewer pixels; serve it with w- and q-.";

    public override string Reason =>
        "A 24-megapixel image at Chrome's target of 1/6 byte a pixel (trace engine, ImageDelivery) has 4,000,000 bytes; a quarter is left for detail. 500 KB is the upper tier for images in content (Screaming Frog and Sitebulb flag 100 KB already). ImageKit transforms images up to 40 MB and videos up to 300 MB (imagekit.io/docs, limits).";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.Size is not long size)
        {
            return;
        }

        bool video = IsVideo(image);
        long processing = (video ? _videoProcessing : _processing).Whole;
        long limit = video ? processing : (IsServed(image) ? _served : _stored).Whole;
        if (size <= limit && size <= processing)
        {
            return;
        }

        bool tooLarge = size > processing;
        AuditFinding finding = Find(
            image,
            tooLarge
                ? $"{ByteSize.Describe(size)}: more than the {ByteSize.Describe(processing)} that can be processed."
                : $"{ByteSize.Describe(size)}: more than {ByteSize.Describe(limit)}.",
            tooLarge ? AuditSeverity.Error : AuditSeverity.Warning,
            size - limit);
        finding.Evidence["Size"] = size;
        finding.Evidence["Limit"] = tooLarge ? processing : limit;
        findings.Add(finding);
    }
}
