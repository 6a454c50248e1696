using ImageKit.Metadata.PerceptualHashing;

namespace ImageKit.Metadata.Duplicates;

/// <summary>
/// Finds images that look alike: among each other, or between images (the input) and a reference set. Two records of one file
/// are never duplicates of each other, and the result does not depend on the order of adding.
/// </summary>
internal sealed class DuplicateFinder
{
    // So many searches go between two reports of progress.
    private const int SearchesAtOnce = 4096;

    private readonly ImageStore _images = new();
    private readonly PHashIndex _references = new();
    private readonly PHashIndex _inputs = new();

    // By position; an image that is compared as it is has none.
    private readonly Dictionary<int, PHash[]> _orientations = [];

    public int Count => _inputs.Count;

    public int ReferenceCount => _references.Count;

    /// <summary>Adds an image to the reference set, before the first image of the input.</summary>
    public void AddReference(PHash hash, DuplicateMember image)
    {
        if (_inputs.Count > 0)
        {
            throw new InvalidOperationException("The reference set comes before the input.");
        }

        _references.Add(hash);
        _images.Add(image);
    }

    /// <summary>Adds an image of the input. The hashes of its rotated and mirrored copies are compared with the reference set as well.</summary>
    public void Add(PHash hash, DuplicateMember image, PHash[]? orientations = null)
    {
        if (orientations is { Length: > 0 })
        {
            _orientations.Add(_images.Count, [.. orientations.Prepend(hash).Distinct()]);
        }

        _inputs.Add(hash);
        _images.Add(image);
    }

    /// <summary>How many pairs of hashes are compared.</summary>
    public double PairCount => HasReference
        ? (Count + _orientations.Values.Sum(hashes => hashes.Length - 1.0)) * ReferenceCount
        : Count * (Count - 1.0) / 2;

    /// <summary>Whether the input is compared with a reference set, which may be empty, instead of among itself.</summary>
    public bool HasReference { get; init; }

    /// <summary>
    /// The groups of images of the input that look alike, in the order of their most preferred members. Without
    /// <paramref name="keep"/>, <see cref="Images.ImagePreference"/> decides which member of a group to keep.
    /// </summary>
    public IEnumerable<DuplicateGroup> FindGroups(
        int maximumDistance, PHashLinkage linkage, IComparer<DuplicateMember>? keep, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        (PHashIndex index, int[] positions) = Current();
        if (index.Count < 2)
        {
            yield break;
        }

        int[] order = _images.OrderByPreference(positions);
        foreach (int[] group in index.FindGroups(maximumDistance, linkage, order, progress, cancellationToken))
        {
            if (CreateGroup([.. group.Select(member => positions[member])], keep, cancellationToken) is DuplicateGroup found)
            {
                yield return found;
            }
        }
    }

    /// <summary>Groups the images of the input with those of the reference set that look like them. Only pairs between the two count.</summary>
    public IEnumerable<DuplicateGroup> FindReferenceGroups(
        int maximumDistance, IComparer<DuplicateMember>? keep, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        DisjointSets components = new(_images.Count);
        SortedSet<int> matched = [];
        foreach ((int[] inputs, int[] references) in Match(maximumDistance, progress, cancellationToken))
        {
            foreach (int input in inputs)
            {
                foreach (int reference in references.Where(reference => IsOtherFile(input, reference)))
                {
                    components.Union(input, reference);
                    matched.Add(input);
                    matched.Add(reference);
                }
            }
        }

        int[][] groups = [.. matched.GroupBy(components.Find).Select(group => group.ToArray())];
        int[] all = [.. groups.SelectMany(group => group)];
        int[] rank = new int[_images.Count];
        int[] order = _images.OrderByPreference(all);
        for (int i = 0; i < order.Length; i++)
        {
            rank[all[order[i]]] = i;
        }

        foreach (int[] group in groups)
        {
            Array.Sort(group, (left, right) => rank[left].CompareTo(rank[right]));
        }

        foreach (int[] group in groups.OrderBy(group => rank[group[0]]))
        {
            if (CreateGroup(group, keep, cancellationToken) is DuplicateGroup found)
            {
                yield return found;
            }
        }
    }

    /// <summary>The pairs of images of the input that look alike.</summary>
    public IEnumerable<PHashDistance> FindPairs(int maximumDistance, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        (PHashIndex index, int[] positions) = Current();
        foreach (PHashPair pair in index.FindPairs(maximumDistance, progress, cancellationToken))
        {
            if (CreatePair(positions[pair.First], positions[pair.Second]) is PHashDistance found)
            {
                yield return found;
            }
        }
    }

    /// <summary>The pairs of an image of the input and one of the reference set that look alike.</summary>
    public IEnumerable<PHashDistance> FindReferencePairs(int maximumDistance, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        foreach ((int[] inputs, int[] references) in Match(maximumDistance, progress, cancellationToken))
        {
            foreach (int input in inputs)
            {
                foreach (int reference in references)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (CreatePair(reference, input) is PHashDistance found)
                    {
                        yield return found;
                    }
                }
            }
        }
    }

    /// <summary>
    /// The positions, counted from 0 in the order of adding, of the images of the input that look like no image of the reference set
    /// or, without one, like no other image of the input.
    /// </summary>
    public IEnumerable<int> FindUnmatched(int maximumDistance, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        bool[] matched = new bool[Count];
        if (HasReference)
        {
            foreach ((int[] inputs, int[] references) in Match(maximumDistance, progress, cancellationToken, allInputs: true))
            {
                foreach (int input in inputs)
                {
                    matched[input - ReferenceCount] |= references.Length > 0;
                }
            }
        }
        else
        {
            (PHashIndex index, int[] positions) = Current();
            foreach (PHashPair pair in index.FindPairs(maximumDistance, progress, cancellationToken))
            {
                bool isMatch = IsOtherFile(positions[pair.First], positions[pair.Second]);
                matched[positions[pair.First]] |= isMatch;
                matched[positions[pair.Second]] |= isMatch;
            }
        }

        return Enumerable.Range(0, Count).Where(position => !matched[position]);
    }

    /// <summary>The input without the records that another one supersedes.</summary>
    private (PHashIndex Index, int[] Positions) Current()
    {
        bool[] superseded = FindSuperseded();
        if (Array.IndexOf(superseded, true) < 0)
        {
            return (_inputs, [.. Enumerable.Range(ReferenceCount, Count)]);
        }

        int[] positions = [.. Enumerable.Range(ReferenceCount, Count).Where(position => !superseded[position])];
        PHashIndex index = new();
        foreach (int position in positions)
        {
            index.Add(HashOf(position));
        }

        return (index, positions);
    }

    private bool[] FindSuperseded()
    {
        SupersededImages superseded = new(_images, HashOf);
        superseded.Find(0, ReferenceCount);
        return superseded.Find(ReferenceCount, _images.Count);
    }

    /// <summary>The images of the input, those with equal hashes together, with those of the reference set that look like them.</summary>
    private IEnumerable<(int[] Inputs, int[] References)> Match(
        int maximumDistance, IProgress<double>? progress, CancellationToken cancellationToken, bool allInputs = false)
    {
        bool[] superseded = FindSuperseded();

        // Equal hashes are searched once.
        IGrouping<(PHash, int?), int>[] inputs =
        [
            .. Enumerable.Range(ReferenceCount, Count)
                .Where(position => allInputs || !superseded[position])
                .GroupBy(position => (HashOf(position), _orientations.ContainsKey(position) ? position : (int?)null)),
        ];
        ParallelOptions options = new() { CancellationToken = cancellationToken };
        for (int start = 0; start < inputs.Length; start += SearchesAtOnce)
        {
            int[][] found = new int[Math.Min(SearchesAtOnce, inputs.Length - start)][];
            Parallel.For(0, found.Length, options, i => found[i] =
            [
                .. HashesOf(inputs[start + i].First())
                    .SelectMany(hash => _references.Search(hash, maximumDistance, cancellationToken))
                    .Select(match => match.Position)
                    .Where(position => !superseded[position])
                    .Distinct(),
            ]);
            progress?.Report((double)start / inputs.Length);
            for (int i = 0; i < found.Length; i++)
            {
                yield return ([.. inputs[start + i]], found[i]);
            }
        }
    }

    private PHash HashOf(int position) => position < ReferenceCount ? _references[position] : _inputs[position - ReferenceCount];

    private PHash[] HashesOf(int position) => _orientations.TryGetValue(position, out PHash[]? hashes) ? hashes : [HashOf(position)];

    /// <summary>The hash of an image in the orientation that is nearest to another image.</summary>
    private PHash HashNear(int position, PHash other) => HashesOf(position).OrderBy(other.DistanceTo).First();

    /// <summary>Whether two records are not about the same file.</summary>
    private bool IsOtherFile(int first, int second)
    {
        (uint fileId, uint fileUrl) = _images.KeysOf(first);
        (uint otherId, uint otherUrl) = _images.KeysOf(second);
        return !((fileId != 0 && fileId == otherId) || (fileUrl != 0 && fileUrl == otherUrl))
            || !ImageStore.IdentityOf(_images.Read(first)).IsSameFile(ImageStore.IdentityOf(_images.Read(second)));
    }

    private PHashDistance? CreatePair(int first, int second)
    {
        if (!IsOtherFile(first, second))
        {
            return null;
        }

        DuplicateMember reference = _images.Read(first);
        DuplicateMember difference = _images.Read(second);
        return PHashDistance.Between(HashOf(first), HashNear(second, HashOf(first)), reference.Url ?? reference.Path, difference.Url ?? difference.Path);
    }

    /// <summary>A group of images, each file once; null if that leaves less than two, or nothing of the input or of the reference set.</summary>
    private DuplicateGroup? CreateGroup(int[] positions, IComparer<DuplicateMember>? keep, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FileSet files = new();
        List<DuplicateMember> members = [];
        Dictionary<DuplicateMember, PHash> hashes = [];
        PHash upright = HashOf(positions.OrderBy(position => position >= ReferenceCount).First());
        foreach (int position in positions)
        {
            DuplicateMember member = _images.Read(position);
            if (files.Add(ImageStore.IdentityOf(member)))
            {
                member.PHash = HashOf(position).ToString();
                member.IsReference = position < ReferenceCount;
                members.Add(member);
                hashes.Add(member, HashNear(position, upright));
            }
        }

        if (members.Count < 2 || (HasReference && (members.TrueForAll(member => member.IsReference) || !members.Exists(member => member.IsReference))))
        {
            return null;
        }

        // The sort is stable: the preference decides between members that are equal for the choice.
        DuplicateMember[] ordered = keep is null ? [.. members] : [.. members.OrderBy(member => member, keep)];
        foreach (DuplicateMember member in ordered)
        {
            member.Distance = hashes[ordered[0]].DistanceTo(hashes[member]);
        }

        return new DuplicateGroup
        {
            Representative = ordered[0],
            Members = ordered,
            Count = ordered.Length,
            NewCount = ordered.Count(member => !member.IsReference),
            WidestDistance = PHashIndex.WidestDistance(hashes.Values, cancellationToken),
            ReclaimableBytes = ordered.Skip(1).Sum(member => member.Size ?? 0),
        };
    }
}
