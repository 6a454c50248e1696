using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>Finds the pictures that look alike among any number of them.</summary>
[Cmdlet(VerbsCommon.Find, "IKDuplicate", DefaultParameterSetName = GroupSet, HelpUri = OnlineHelp.Pages + "Find-IKDuplicate.md")]
[OutputType(typeof(DuplicateGroup), ParameterSetName = [GroupSet])]
[OutputType(typeof(PHashDistance), ParameterSetName = [PairSet])]
public sealed class FindIKDuplicateCommand : IKCommand, IDisposable
{
    private const string GroupSet = "Group";
    private const string PairSet = "Pair";
    private const int ActivityId = 2;

    private readonly CancellationTokenSource _stop = new();
    private readonly PHashIndex _index = new();

    // Null stands for a bare hash: a million of them need no object each.
    private readonly List<DuplicateMember?> _pictures = [];
    private int _flat;
    private int _withoutHash;

    /// <summary>The pictures: anything with a property <c>PHash</c>, or bare hashes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object?[]? InputObject { get; set; }

    /// <summary>
    /// The most bits in which two pictures that look alike differ. Without it, the largest at which chance alone would give
    /// less than one pair among so many pictures.
    /// </summary>
    [Parameter]
    [ValidateRange(0, PHashIndex.LargestPairDistance)]
    [PSDefaultValue(Help = "By the number of pictures")]
    public int MaximumDistance { get; set; } = -1;

    /// <summary>What holds a group together: a chain of near pictures, or each near to every other.</summary>
    [Parameter(ParameterSetName = GroupSet)]
    public PHashLinkage Linkage { get; set; } = PHashLinkage.Connected;

    /// <summary>Emits every pair instead of groups.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PairSet)]
    public SwitchParameter Pair { get; set; }

    /// <summary>Keeps pictures of one colour: their hash is zero, whatever the colour.</summary>
    [Parameter]
    public SwitchParameter IncludeFlat { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object? picture in InputObject ?? [null])
        {
            Add(picture);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WarnOfLeftOut(_withoutHash, "without a perceptual hash, such as videos", string.Empty);
        WarnOfLeftOut(_flat, "of one colour (hash zero, whatever the colour)", " -IncludeFlat keeps them.");

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

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Frees what the cmdlet holds.</summary>
    public void Dispose() => _stop.Dispose();

    private void Add(object? picture)
    {
        if (PipedPicture.FindError(picture) is ErrorRecord error)
        {
            Fail(error);
            return;
        }

        string? fault = PipedPicture.FindHash(picture, out PHash hash);
        if (fault == PipedPicture.NoHash)
        {
            // A library holds videos, and an error for each would bury the errors.
            _withoutHash++;
        }
        else if (fault is not null)
        {
            Fail(IKErrorRecord.InvalidPHash(fault, PipedPicture.FindUrl(picture), picture));
        }
        else if (hash.IsFlat && !IncludeFlat)
        {
            _flat++;
        }
        else
        {
            _index.Add(hash);
            _pictures.Add(PipedPicture.Describe(picture));
        }
    }

    private void WarnOfLeftOut(int count, string which, string remedy)
    {
        if (count > 0)
        {
            Warn(string.Format(CultureInfo.CurrentCulture, "Left out: {0:N0} {1} {2}.{3}", count, count == 1 ? "picture" : "pictures", which, remedy));
        }
    }

    private int ChooseDistance()
    {
        if (MaximumDistance < 0)
        {
            int chosen = PHashIndex.DefaultMaximumDistance(_index.Count);
            Tell($"Among {_index.Count} pictures those within {chosen} bits are taken to look alike.");
            return chosen;
        }

        double byChance = PHashIndex.ExpectedChancePairs(_index.Count, MaximumDistance);
        if (byChance >= 1)
        {
            Warn(string.Format(
                CultureInfo.CurrentCulture,
                "Within {0} bits, chance alone makes about {1:N0} pairs among {2:N0} pictures that have nothing in common; {3} bits would give less than one.",
                MaximumDistance,
                byChance,
                _index.Count,
                PHashIndex.DefaultMaximumDistance(_index.Count)));
        }

        return MaximumDistance;
    }

    private void WritePairs(int distance)
    {
        foreach (PHashPair pair in _index.FindPairs(distance, new Progress(this), _stop.Token))
        {
            DuplicateMember? first = _pictures[pair.First];
            DuplicateMember? second = _pictures[pair.Second];
            if (!IsSame(first, second))
            {
                Emit(PHashDistance.Between(_index[pair.First], _index[pair.Second], first?.Url, second?.Url));
            }
        }

        ShowProgress(Progress.Completed);
    }

    private void WriteGroups(int distance)
    {
        IReadOnlyList<int[]> found = _index.FindGroups(distance, Linkage, OrderByPreference(), new Progress(this), _stop.Token);
        ShowProgress(Progress.Completed);

        // The sort is stable: equal waste leaves the order in which the groups were found.
        IEnumerable<DuplicateGroup> groups = found.Select(Describe).OfType<DuplicateGroup>()
            .OrderByDescending(group => group.ReclaimableBytes)
            .ThenByDescending(group => group.Count);
        foreach (DuplicateGroup group in groups)
        {
            Emit(group);
        }
    }

    /// <summary>Most pixels, then most bytes, then first seen. Null if all are bare hashes, which leaves the order of coming.</summary>
    private int[]? OrderByPreference()
    {
        if (_pictures.TrueForAll(picture => picture is null))
        {
            return null;
        }

        int[] order = [.. Enumerable.Range(0, _pictures.Count)];
        Array.Sort(order, (left, right) =>
        {
            DuplicateMember? a = _pictures[left];
            DuplicateMember? b = _pictures[right];
            int byPixels = PixelsOf(b).CompareTo(PixelsOf(a));
            int byBytes = byPixels != 0 ? byPixels : (b?.Size ?? 0).CompareTo(a?.Size ?? 0);
            return byBytes != 0 ? byBytes : left.CompareTo(right);
        });
        return order;
    }

    private static double PixelsOf(DuplicateMember? picture) => (double)(picture?.Width ?? 0) * (picture?.Height ?? 0);

    /// <summary>The group as it is emitted; null if all its members are one and the same file.</summary>
    private DuplicateGroup? Describe(int[] positions)
    {
        PHash representative = _index[positions[0]];
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<DuplicateMember> members = [];
        foreach (int position in positions)
        {
            DuplicateMember member = _pictures[position] ?? new DuplicateMember();
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
            WidestDistance = _index.WidestDistance(positions, _stop.Token),
            ReclaimableBytes = members.Skip(1).Sum(member => member.Size ?? 0),
        };
    }

    /// <summary>Whether a picture came twice: removing its duplicate would remove it.</summary>
    private static bool IsSame(DuplicateMember? first, DuplicateMember? second) =>
        (first?.Url ?? first?.FileId) is string identity && identity == (second?.Url ?? second?.FileId);

    /// <summary>The progress bar. The index reports on the pipeline thread, a few times a second.</summary>
    private sealed class Progress(FindIKDuplicateCommand command) : IProgress<double>
    {
        public static ProgressRecord Completed => new(ActivityId, "Find-IKDuplicate", "done") { RecordType = ProgressRecordType.Completed };

        public void Report(double value) => command.ShowProgress(new ProgressRecord(
            ActivityId,
            "Find-IKDuplicate",
            string.Format(CultureInfo.CurrentCulture, "comparing {0:N0} pictures", command._index.Count))
        {
            PercentComplete = (int)Math.Min(100, Math.Max(0, value * 100)),
        });
    }
}
