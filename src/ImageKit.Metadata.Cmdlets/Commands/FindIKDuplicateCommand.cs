using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>Finds the images that look alike among any number of them.</summary>
[Cmdlet(VerbsCommon.Find, "IKDuplicate", DefaultParameterSetName = GroupSet, HelpUri = OnlineHelp.Pages + "Find-IKDuplicate.md")]
[OutputType(typeof(DuplicateGroup), ParameterSetName = [GroupSet])]
[OutputType(typeof(PHashDistance), ParameterSetName = [PairSet])]
public sealed class FindIKDuplicateCommand : StoppableCommand
{
    private const string GroupSet = "Group";
    private const string PairSet = "Pair";
    private const int ActivityId = 2;

    private readonly PHashIndex _index = new();

    // Null stands for a bare hash: a million of them need no object each.
    private readonly List<DuplicateMember?> _images = [];
    private int _flat;
    private int _withoutHash;

    /// <summary>The images: anything with a property <c>PHash</c>, or bare hashes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object?[]? InputObject { get; set; }

    /// <summary>
    /// The most bits in which two images that look alike differ. Without it, the largest at which chance alone would give
    /// less than one pair among so many images.
    /// </summary>
    [Parameter]
    [ValidateRange(0, PHashIndex.LargestPairDistance)]
    [PSDefaultValue(Help = "By the number of images")]
    public int MaximumDistance { get; set; } = -1;

    /// <summary>What holds a group together: a chain of near images, or each near to every other.</summary>
    [Parameter(ParameterSetName = GroupSet)]
    public PHashLinkage Linkage { get; set; } = PHashLinkage.Connected;

    /// <summary>Emits every pair instead of groups.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PairSet)]
    public SwitchParameter Pair { get; set; }

    /// <summary>Keeps images of one color: their hash is zero, whatever the color.</summary>
    [Parameter]
    public SwitchParameter IncludeFlat { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object? image in InputObject ?? [null])
        {
            Add(image);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WarnOfLeftOut(_withoutHash, "without a perceptual hash, such as videos", string.Empty);
        WarnOfLeftOut(_flat, "of one color (hash zero, whatever the color)", " -IncludeFlat keeps them.");

        int distance = ChooseDistance();
        try
        {
            if (Pair)
            {
                WritePairs(distance);
            }
            else
            {
                WriteGroups(distance);
            }
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Add(object? image)
    {
        if (PipedImage.FindError(image) is ErrorRecord error)
        {
            WriteError(error);
            return;
        }

        string? fault = PipedImage.FindHash(image, out PHash hash);
        if (fault == PipedImage.NoHash)
        {
            // A library holds videos, and an error for each would bury the errors.
            _withoutHash++;
        }
        else if (fault is not null)
        {
            WriteError(IKErrorRecord.InvalidPHash(fault, PipedImage.FindUrl(image), image));
        }
        else if (hash.IsFlat && !IncludeFlat)
        {
            _flat++;
        }
        else
        {
            _index.Add(hash);
            _images.Add(PipedImage.Describe(image));
        }
    }

    private void WarnOfLeftOut(int count, string which, string remedy)
    {
        if (count > 0)
        {
            WriteWarning(string.Format(CultureInfo.CurrentCulture, "Left out: {0:N0} {1} {2}.{3}", count, count == 1 ? "image" : "images", which, remedy));
        }
    }

    private int ChooseDistance()
    {
        if (MaximumDistance < 0)
        {
            int chosen = PHashIndex.DefaultMaximumDistance(_index.Count);
            WriteVerbose($"Among {_index.Count} images those within {chosen} bits are taken to look alike.");
            return chosen;
        }

        double byChance = PHashIndex.ExpectedChancePairs(_index.Count, MaximumDistance);
        if (byChance >= 1)
        {
            WriteWarning(string.Format(
                CultureInfo.CurrentCulture,
                "Within {0} bits, chance alone makes about {1:N0} pairs among {2:N0} images that have nothing in common; {3} bits would give less than one.",
                MaximumDistance,
                byChance,
                _index.Count,
                PHashIndex.DefaultMaximumDistance(_index.Count)));
        }

        return MaximumDistance;
    }

    private void WritePairs(int distance)
    {
        foreach (PHashPair pair in _index.FindPairs(distance, new Progress(this), StopToken))
        {
            DuplicateMember? first = _images[pair.First];
            DuplicateMember? second = _images[pair.Second];
            if (!IsSame(first, second))
            {
                WriteObject(PHashDistance.Between(_index[pair.First], _index[pair.Second], first?.Url, second?.Url));
            }
        }

        WriteProgress(Progress.Completed);
    }

    private void WriteGroups(int distance)
    {
        IReadOnlyList<int[]> found = _index.FindGroups(distance, Linkage, OrderByPreference(), new Progress(this), StopToken);
        WriteProgress(Progress.Completed);

        // The sort is stable: equal waste leaves the order in which the groups were found.
        IEnumerable<DuplicateGroup> groups = found.Select(Describe).OfType<DuplicateGroup>()
            .OrderByDescending(group => group.ReclaimableBytes)
            .ThenByDescending(group => group.Count);
        foreach (DuplicateGroup group in groups)
        {
            WriteObject(group);
        }
    }

    /// <summary>Most pixels, then most bytes, then first seen. Null if all are bare hashes, which leaves the order of coming.</summary>
    private int[]? OrderByPreference()
    {
        if (_images.TrueForAll(image => image is null))
        {
            return null;
        }

        int[] order = [.. Enumerable.Range(0, _images.Count)];
        Array.Sort(order, (left, right) =>
        {
            DuplicateMember? a = _images[left];
            DuplicateMember? b = _images[right];
            int byPixels = PixelsOf(b).CompareTo(PixelsOf(a));
            int byBytes = byPixels != 0 ? byPixels : (b?.Size ?? 0).CompareTo(a?.Size ?? 0);
            return byBytes != 0 ? byBytes : left.CompareTo(right);
        });
        return order;
    }

    private static double PixelsOf(DuplicateMember? image) => (double)(image?.Width ?? 0) * (image?.Height ?? 0);

    /// <summary>The group as it is emitted; null if all its members are one and the same file.</summary>
    private DuplicateGroup? Describe(int[] positions)
    {
        PHash representative = _index[positions[0]];
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<DuplicateMember> members = [];
        foreach (int position in positions)
        {
            DuplicateMember member = _images[position] ?? new DuplicateMember();
            if ((member.Url ?? member.FileId) is string identity && !seen.Add(identity))
            {
                continue;
            }

            PHash hash = _index[position];
            member.PHash = hash.ToString();
            member.Distance = representative.DistanceTo(hash);
            members.Add(member);
        }

        return members.Count < 2 ? null : new DuplicateGroup
        {
            Representative = members[0],
            Members = [.. members],
            Count = members.Count,
            WidestDistance = _index.WidestDistance(positions, StopToken),
            ReclaimableBytes = members.Skip(1).Sum(member => member.Size ?? 0),
        };
    }

    /// <summary>Whether an image came twice: removing its duplicate would remove it.</summary>
    private static bool IsSame(DuplicateMember? first, DuplicateMember? second) =>
        (first?.Url ?? first?.FileId) is string identity && identity == (second?.Url ?? second?.FileId);

    /// <summary>The progress bar. The index reports on the pipeline thread, a few times a second.</summary>
    private sealed class Progress(FindIKDuplicateCommand command) : IProgress<double>
    {
        public static ProgressRecord Completed => new(ActivityId, "Find-IKDuplicate", "done") { RecordType = ProgressRecordType.Completed };

        public void Report(double value) => command.WriteProgress(new ProgressRecord(
            ActivityId,
            "Find-IKDuplicate",
            string.Format(CultureInfo.CurrentCulture, "comparing {0:N0} images", command._index.Count))
        {
            PercentComplete = (int)Math.Min(100, Math.Max(0, value * 100)),
        });
    }
}
