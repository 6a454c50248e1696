using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>More bytes per pixel than the format needs.</summary>
internal sealed class HeavyForItsSizeRule() : Rule("HeavyForItsSize", AuditSeverity.Warning), IImageRule
{
    private readonly RuleSetting _limits = new(
        "MaximumBytesPerPixel",
        new PropertyBag { ["avif"] = 2 / 12.0, ["webp"] = 3 / 12.0, ["jpg"] = 4 / 12.0 },
        "The largest number of bytes per pixel, by format; formats that are not listed are not checked.");
    private readonly RuleSetting _minimumSaving = new("MinimumSavingBytes", 4096L, "The smallest number of bytes above the limit that is a finding.");
    private Dictionary<string, double>? _limitOfFormat;

    public override IReadOnlyList<RuleSetting> Settings => [_limits, _minimumSaving];

    public override string Description => "The file has more bytes per pixel than its format needs.";

    public override string Recommendation => "Save it again with a lower quality, or let ImageKit do it (q-80, f-auto).";

    public override string Reason =>
        "Chrome counts what is above 2/12 = 0.167 bytes per pixel as wasted for AVIF, and ignores less than 4,096 bytes (trace engine, ImageDelivery: TARGET_BYTES_PER_PIXEL_AVIF, BYTE_SAVINGS_THRESHOLD). A JPEG takes about twice as much as AVIF, WebP a quarter less than JPEG (Google's WebP study: 25 to 34 %). PNG is lossless: see OpaquePng. A GIF can contain many images.";

    public override SubjectFields Needs => SubjectFields.Dimensions | SubjectFields.Size | SubjectFields.Format;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image && (subject.Format is not string format || LimitOf(format) is not null);

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.Size is not long size || subject.Pixels is not double pixels
            || subject.Format is not string format || LimitOf(format) is not double limit)
        {
            return;
        }

        double perPixel = size / pixels;
        double saving = size - (pixels * limit);
        if (perPixel <= limit || saving < _minimumSaving.AsInt64)
        {
            return;
        }

        AuditFinding finding = CreateFinding(
            subject,
            Text($"{perPixel / limit:0.0} times the size of a typical {NameOf(format)} with these dimensions: {ByteSize.ToDisplayText(size)} at {subject.Image.Width} × {subject.Image.Height}."),
            saving: (long)saving);
        finding.Evidence["BytesPerPixel"] = Math.Round(perPixel, 4);
        finding.Evidence["Limit"] = Math.Round(limit, 4);
        finding.Evidence["Format"] = format;
        findings.Add(finding);
    }

    private static string NameOf(string format) => format switch
    {
        "jpg" => "JPEG",
        "webp" => "WebP",
        _ => PlainText.Clean(format.ToUpperInvariant(), 20),
    };

    private double? LimitOf(string format)
    {
        if (_limitOfFormat is null)
        {
            _limitOfFormat = new(StringComparer.Ordinal);
            foreach (KeyValuePair<string, object?> entry in _limits.AsTable)
            {
                if (AuditSubject.ToFormat(entry.Key) is string name && !_limitOfFormat.ContainsKey(name))
                {
                    _limitOfFormat.Add(name, (double)entry.Value!);
                }
            }
        }

        return _limitOfFormat.TryGetValue(format, out double limit) ? limit : null;
    }
}
