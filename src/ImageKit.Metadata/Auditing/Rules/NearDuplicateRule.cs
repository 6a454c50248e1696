using ImageKit.Metadata.Duplicates;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Images that look alike.</summary>
internal sealed class NearDuplicateRule : Rule, IWholeSetRule
{
    private readonly PHashIndex _index = new();
    private readonly ImageStore _images = new();
    private readonly RuleSetting _distance;
    private readonly RuleSetting _transformed;

    public NearDuplicateRule()
        : base("NearDuplicate", AuditSeverity.Warning)
    {
        _distance = AddSetting("MaximumDistance", null, "The largest distance of the perceptual hashes in bits, 0 to 16; null: as many as chance allows for the number of images (8 up to 80,000, 5 for a million).", 0, PHashIndex.LargestPairDistance);
        _transformed = AddSetting("IncludeTransformed", false, "Whether to compare transformed images as well, which always look like their originals.");
    }

    public override string Description =>
        "The image looks like another one, by their perceptual hashes. Reported at the end, for each copy but the best of its group: the one with the most pixels, then bytes, then the first. Plain images are left to FlatPicture.";

    public override string Recommendation => "Look at the group, keep the best image, and use it instead of the copies.";

    public override string Reason =>
        "ImageKit's documentation calls 8 of 64 bits similar. Among more images the distance is smaller, so that less than one pair is a coincidence (binomial distribution). Every two images of a group are within the distance (complete linkage), so that no chain joins images that differ.";

    public override SubjectFields Needs => SubjectFields.PHash;

    public override bool AppliesTo(AuditSubject subject) => subject.Kind == SubjectKind.Image && (_transformed.AsBoolean || !subject.IsServed);

    public void Add(AuditSubject subject)
    {
        ImageMetadata image = subject.Image;
        if (PHash.TryParse(image.PHash, out PHash hash) && !hash.IsFlat)
        {
            _index.Add(hash);
            _images.Add(image.Url, image.FileId, Math.Max(0, image.Size ?? 0), (long)Math.Min(subject.Pixels ?? 0, 9e18));
        }
    }

    public IEnumerable<AuditFinding> Complete(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (_index.Count < 2)
        {
            yield break;
        }

        int distance = (int)(_distance.AsInt64OrNull ?? PHashIndex.DefaultMaximumDistance(_index.Count));
        foreach (int[] group in _index.FindGroups(distance, PHashLinkage.Complete, Preference(), progress, cancellationToken))
        {
            foreach (AuditFinding finding in Report(group, cancellationToken))
            {
                yield return finding;
            }
        }
    }

    private int[] Preference()
    {
        int[] order = new int[_index.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (left, right) =>
        {
            int byPixels = _images.PixelsOf(right).CompareTo(_images.PixelsOf(left));
            int bySize = byPixels != 0 ? byPixels : _images.SizeOf(right).CompareTo(_images.SizeOf(left));
            return bySize != 0 ? bySize : left.CompareTo(right);
        });
        return order;
    }

    private IEnumerable<AuditFinding> Report(int[] group, CancellationToken cancellationToken)
    {
        (string? originalUrl, string? originalId) = _images.AddressOf(group[0]);
        string original = originalUrl ?? originalId ?? "an image without an address";
        HashSet<string> seen = new(StringComparer.Ordinal) { ImageIdentity.ToText(originalUrl, originalId) };
        foreach (int position in group.Skip(1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (string? url, string? fileId) = _images.AddressOf(position);

            // The same image requested twice is not a copy. Without an address it cannot be recognized.
            if ((url ?? fileId) is not null && !seen.Add(ImageIdentity.ToText(url, fileId)))
            {
                continue;
            }

            int bits = _index[position].DistanceTo(_index[group[0]]);
            long size = _images.SizeOf(position);
            AuditFinding finding = CreateFinding(
                url,
                fileId,
                PlainText.Clean(bits == 0 ? $"Looks the same as {original}." : Text($"Looks like {original}: {bits} of 64 bits differ.")),
                saving: size > 0 ? size : null);
            finding.Evidence["Original"] = original;
            finding.Evidence["Distance"] = (long)bits;
            finding.Evidence["GroupSize"] = (long)group.Length;
            finding.Evidence["PHash"] = _index[position].ToString();
            yield return finding;
        }
    }
}
