namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>The hashes near one hash, by multi-index hashing, or by comparing all where that is faster.</summary>
internal sealed class RadiusSearch
{
    private const int BandCount = 4;
    private const int BandWidth = 16;

    // Looking up a bucket costs as much as comparing so many hashes one after the other.
    private const double CostOfBucket = 8;

    private readonly DistinctHashes _hashes;
    private readonly BandTable[] _tables = new BandTable[BandCount];

    internal RadiusSearch(IReadOnlyList<ArraySegment<ulong>> source, int count, CancellationToken cancellationToken)
    {
        Count = count;
        _hashes = new DistinctHashes(source, count, cancellationToken);
        ArraySegment<ulong>[] codes = BandTable.Cut(_hashes.Codes, _hashes.Count);
        for (int i = 0; i < BandCount; i++)
        {
            _tables[i] = new BandTable(_hashes.Count);
            _tables[i].Fill(codes, new Band(i * BandWidth, BandWidth, 0), cancellationToken);
        }
    }

    /// <summary>The number of hashes, equal ones included.</summary>
    internal int Count { get; }

    internal void Search(ulong code, int radius, List<PHashMatch> matches, CancellationToken cancellationToken)
    {
        var plan = new BandPlan(BandCount, BandWidth, radius);
        double buckets = plan.Bands.Sum(BandPlan.MaskCount);
        if (buckets * (CostOfBucket + (_hashes.Count / Math.Pow(2, BandWidth))) < _hashes.Count)
        {
            for (int i = 0; i < plan.Bands.Count; i++)
            {
                SearchBand(plan, i, code, matches, cancellationToken);
            }
        }
        else
        {
            SearchAll(code, radius, matches, cancellationToken);
        }
    }

    private void SearchBand(
        BandPlan plan,
        int bandIndex,
        ulong code,
        List<PHashMatch> matches,
        CancellationToken cancellationToken)
    {
        Band band = plan.Bands[bandIndex];
        BandTable table = _tables[bandIndex];
        ulong rotated = band.Rotate(code);
        int own = band.Bucket(rotated);
        foreach (int mask in band.Masks())
        {
            cancellationToken.ThrowIfCancellationRequested();
            int bucket = own ^ mask;
            for (int i = table.Starts[bucket]; i < table.Starts[bucket + 1]; i++)
            {
                ulong difference = rotated ^ table.Codes[i];
                int distance = PopulationCount.Of(difference);
                if (distance <= plan.Radius
                    && !plan.Bands.Take(bandIndex).Any(earlier => earlier.Covers(band.RotateBack(difference))))
                {
                    Add(table.Ids[i], distance, matches);
                }
            }
        }
    }

    private void SearchAll(ulong code, int radius, List<PHashMatch> matches, CancellationToken cancellationToken)
    {
        const int AtOnce = 1 << 16;
        for (int start = 0; start < _hashes.Count; start += AtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int end = Math.Min(_hashes.Count, start + AtOnce);
            for (int i = start; i < end; i++)
            {
                int distance = PopulationCount.Of(code ^ _hashes.Codes[i]);
                if (distance <= radius)
                {
                    Add(i, distance, matches);
                }
            }
        }
    }

    private void Add(int rank, int distance, List<PHashMatch> matches)
    {
        foreach (int position in _hashes.PositionsOf(rank))
        {
            matches.Add(new PHashMatch(position, distance));
        }
    }
}
