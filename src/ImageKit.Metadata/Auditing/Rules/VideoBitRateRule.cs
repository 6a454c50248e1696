using System.Globalization;

namespace ImageKit.Metadata.Auditing;

/// <summary>Videos with a higher bit rate than their dimensions need.</summary>
internal sealed class VideoBitRateRule() : Rule("VideoBitRate", AuditSeverity.Warning), IImageRule
{
    private readonly RuleSetting _limits = new(
        "MaximumBitRate",
        new PropertyBag { ["360"] = 1e6, ["480"] = 2.5e6, ["720"] = 5e6, ["1080"] = 8e6, ["1440"] = 16e6, ["2160"] = 35e6 },
        "The highest bit rate in bits per second, by the shorter side in pixels; a side in between takes the next larger one.");

    public override IReadOnlyList<RuleSetting> Settings => [_limits];

    public override string Description => "A video has a higher bit rate than its dimensions need.";

    public override string Recommendation => "Encode it again with a lower bit rate, or serve it with q- and a width.";

    public override string Reason => "YouTube's recommended rates for uploads in standard dynamic range (support.google.com/youtube/answer/1722171): an original for the web needs no more.";

    public override SubjectFields Needs => SubjectFields.BitRate | SubjectFields.Dimensions;

    public override bool AppliesTo(AuditSubject subject) => subject.IsVideo;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.BitRate is not long rate || subject.Image.Width is not > 0 || subject.Image.Height is not > 0)
        {
            return;
        }

        long side = Math.Min(subject.Image.Width.Value, subject.Image.Height.Value);
        if (LimitFor(side) is not double limit || rate <= limit)
        {
            return;
        }

        double? saving = subject.Image.Duration is > 0 and < 1e7 ? (rate - limit) / 8 * subject.Image.Duration : null;
        AuditFinding finding = CreateFinding(
            subject,
            Text($"{rate / 1e6:0.0} Mbit/s at {subject.Image.Width} × {subject.Image.Height}; {limit / 1e6:0.0} Mbit/s is enough."),
            saving: saving is double bytes && bytes < 9e18 ? (long)bytes : null);
        finding.Evidence["BitRate"] = rate;
        finding.Evidence["Limit"] = (long)limit;
        findings.Add(finding);
    }

    /// <summary>The limit of the next larger side; of the largest for what is larger still.</summary>
    private double? LimitFor(long side)
    {
        double? limit = null;
        double nearest = double.MaxValue;
        double largest = -1;
        foreach (KeyValuePair<string, object?> entry in _limits.AsTable)
        {
            if (!double.TryParse(entry.Key.TrimEnd('p', 'P'), NumberStyles.Float, CultureInfo.InvariantCulture, out double key))
            {
                continue;
            }

            if (key >= side && key < nearest)
            {
                (limit, nearest) = ((double)entry.Value!, key);
            }
            else if (nearest == double.MaxValue && key > largest)
            {
                (limit, largest) = ((double)entry.Value!, key);
            }
        }

        return limit;
    }
}
