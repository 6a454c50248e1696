using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Outdated formats.</summary>
internal sealed class LegacyFormatRule() : Rule("LegacyFormat", AuditSeverity.Information), IImageRule
{
    private static readonly string[] OldFormats = ["gif", "bmp", "tiff", "ico", "psd"];

    private readonly RuleSetting _formats = new("Formats", OldFormats, "The formats that are findings.");
    private readonly RuleSetting _gifBytes = new("GifMaximumBytes", 100 * 1024L, "A larger GIF is a warning: a video would be smaller.");
    private HashSet<string?>? _outdated;

    public override IReadOnlyList<RuleSetting> Settings => [_formats, _gifBytes];

    public override string Description => "The format is outdated; newer ones are smaller. A GIF of more than 100 KB is a warning, with what a video would save.";

    public override string Recommendation => "Store PNG, WebP or AVIF; serve an animated GIF as a video (ik-gif-video.mp4).";

    public override string Reason =>
        "Chrome flags a GIF of more than 100 KiB and expects a video to save (29.1 log10(bytes) - 100.7) % (trace engine, ImageDelivery). JPEG and PNG are not in the list: ImageKit turns them into WebP or AVIF on delivery.";

    public override SubjectFields Needs => SubjectFields.Format;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        _outdated ??= [.. _formats.AsStrings.Select(AuditSubject.ToFormat)];
        if (subject.Format is not string format || !_outdated.Contains(format))
        {
            return;
        }

        bool heavyGif = format == "gif" && subject.Image.Size > _gifBytes.AsInt64;
        long? saving = heavyGif ? (long)(subject.Image.Size!.Value * SavedPart(subject.Image.Size.Value)) : null;
        AuditFinding finding = CreateFinding(
            subject,
            heavyGif
                ? $"A GIF of {ByteSize.ToDisplayText(subject.Image.Size!.Value)}: a video would save about {ByteSize.ToDisplayText(saving!.Value)} if it is animated."
                : $"The format is {PlainText.Clean(format, 20)}.",
            heavyGif ? AuditSeverity.Warning : AuditSeverity.Information,
            saving);
        finding.Evidence["Format"] = format;
        findings.Add(finding);
    }

    private static double SavedPart(long bytes) => Math.Min(1, Math.Max(0, ((29.1 * Math.Log10(bytes)) - 100.7) / 100));
}
