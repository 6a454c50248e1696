using System.Globalization;

namespace ImageKit.Metadata.Auditing;

/// <summary>Videos with more bits a second than their size needs.</summary>
internal sealed class VideoBitRateRule : Rule
{
    private readonly RuleSetting _limits;

    public VideoBitRateRule()
        : base("VideoBitRate", AuditSeverity.Warning)
    {
        _limits = Setting(
            "MaximumBitRate",
            new PropertyBag { ["360"] = 1e6, ["480"] = 2.5e6, ["720"] = 5e6, ["1080"] = 8e6, ["1440"] = 16e6, ["2160"] = 35e6 },
            "The most bits a second, by the shorter side in pixels; a side in between takes the next larger one.");
    }

    public override string Description => "A video has more bits a second than its dimensions need.";

    public override string Recommendation => "Encode it again with a lower rate, or serve it with q- and a width.";

    public override string Reason => "YouTube's recommended rates for uploads in standard dynamic range (support.google.com/youtube/answer/1722171): a master for the web needs no more.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        if (image.BitRate is not long rate || image.Width is not > 0 || image.Height is not > 0)
        {
            return;
        }

        long side = Math.Min(image.Width.Value, image.Height.Value);
        if (LimitFor(side) is not double limit || rate <= limit)
        {
            return;
        }

        double? saving = image.Duration is > 0 and < 1e7 ? (rate - limit) / 8 * image.Duration : null;
        AuditFinding finding = Find(
            image,
            Text($"{rate / 1e6:0.0} Mbit/s for {image.Width} x {image.Height}, where {limit / 1e6:0.0} do."),
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
        foreach (KeyValuePair<string, object?> entry in _limits.Table)
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
