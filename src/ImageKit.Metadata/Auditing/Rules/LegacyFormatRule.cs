using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Formats that have had their day.</summary>
internal sealed class LegacyFormatRule : Rule
{
    private static readonly string[] OldFormats = ["gif", "bmp", "tiff", "ico", "psd"];

    private readonly RuleSetting _formats;
    private readonly RuleSetting _gifBytes;

    public LegacyFormatRule()
        : base("LegacyFormat", AuditSeverity.Information)
    {
        _formats = Setting("Formats", OldFormats, "The formats that are findings.");
        _gifBytes = Setting("GifMaximumBytes", 100 * 1024L, "A GIF of more bytes is a warning: a video would be smaller.");
    }

    public override string Description => "The format is an old one that others do better. A GIF of more than 100 KB is a warning, with what a video would save.";

    public override string Recommendation => "Store PNG, WebP or AVIF; serve a moving GIF as a video (ik-gif-video.mp4).";

    public override string Reason =>
        "Chrome flags a GIF of more than 100 KiB and expects a video to save (29.1 log10(bytes) - 100.7) % (trace engine, ImageDelivery). JPEG and PNG are not in the list: ImageKit turns them into WebP or AVIF on delivery.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (FormatOf(image) is not string format || !_formats.Texts.Any(old => ToFormat(old) == format))
        {
            return;
        }

        bool heavyGif = format == "gif" && image.Size > _gifBytes.Whole;
        long? saving = heavyGif ? (long)(image.Size!.Value * SavedPart(image.Size.Value)) : null;
        AuditFinding finding = Find(
            image,
            heavyGif
                ? $"A GIF of {ByteSize.Describe(image.Size!.Value)}: a video would save about {ByteSize.Describe(saving!.Value)} if it moves."
                : $"The format is {PlainText.Clean(format, 20)}.",
            heavyGif ? AuditSeverity.Warning : AuditSeverity.Information,
            saving);
        finding.Evidence["Format"] = format;
        findings.Add(finding);
    }

    private static double SavedPart(long bytes) => Math.Min(1, Math.Max(0, ((29.1 * Math.Log10(bytes)) - 100.7) / 100));
}
