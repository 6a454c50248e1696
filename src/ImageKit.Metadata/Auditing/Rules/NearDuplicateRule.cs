using ImageKit.Metadata.Duplicates;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Images that look alike.</summary>
internal sealed class NearDuplicateRule() : Rule("NearDuplicate", AuditSeverity.Warning), IWholeSetRule
{
    private readonly DuplicateFinder _finder = new();
    private readonly RuleSetting _distance = new("MaximumDistance", null, "The largest distance of the perceptual hashes in bits, 0 to 16; null: the largest without coincidences for the number of images (8 up to 80,000, 5 for a million).", 0, PHashIndex.LargestPairDistance);
    private readonly RuleSetting _transformed = new("IncludeTransformed", false, "Whether to compare transformed images as well, which always look like their originals.");

    public override IReadOnlyList<RuleSetting> Settings => [_distance, _transformed];

    public override string Description =>
        "The image looks like another one, by their perceptual hashes. Reported at the end, for each copy but the best of its group: the one with the most pixels, then bytes, then the older upload, then the shorter name. Black images are findings of FlatPicture instead.";

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
            _finder.Add(hash, DuplicateMember.Of(image));
        }
    }

    public IEnumerable<AuditFinding> Complete(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int distance = (int)(_distance.AsInt64OrNull ?? PHashIndex.DefaultMaximumDistance(_finder.Count));
        foreach (DuplicateGroup group in _finder.FindGroups(distance, PHashLinkage.Complete, keep: null, progress, cancellationToken))
        {
            foreach (DuplicateMember copy in group.Members.Skip(1))
            {
                yield return Report(group, copy);
            }
        }
    }

    private AuditFinding Report(DuplicateGroup group, DuplicateMember copy)
    {
        DuplicateMember kept = group.Representative;
        string original = kept.Url ?? kept.FileId ?? "an image without an address";
        AuditFinding finding = CreateFinding(
            copy.Url,
            copy.FileId,
            PlainText.Clean(copy.Distance == 0 ? $"Looks the same as {original}." : Text($"Looks like {original}: {copy.Distance} of 64 bits differ.")),
            saving: copy.Size > 0 ? copy.Size : null);
        finding.Evidence["Original"] = original;
        finding.Evidence["Distance"] = (long)copy.Distance;
        finding.Evidence["GroupSize"] = (long)group.Count;
        finding.Evidence["PHash"] = copy.PHash;
        return finding;
    }
}
