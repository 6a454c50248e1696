using System.Runtime.CompilerServices;

namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>Compares the hashes that a band brings together: each bucket with the buckets within the band's radius.</summary>
/// <remarks>For one thread: every worker has its own.</remarks>
internal sealed unsafe class BandScanner(
    BandTable table,
    BandPlan plan,
    int bandIndex,
    int[] masks,
    VectorWidth vectors,
    PairSink sink,
    CancellationToken cancellationToken)
{
    /// <summary>A unit of work has about so many columns: their words stay in the first-level cache.</summary>
    internal const int UnitSize = 1024;

    // A unit may end with a bucket of up to a unit's size.
    private const int MostColumns = 2 * UnitSize;
    private const int Stride = MostColumns + CellKernel.MostColumns;

    private readonly Band _band = plan.Bands[bandIndex];
    private readonly Band[] _earlierBands = [.. plan.Bands.Take(bandIndex)];
    private readonly int _radius = plan.Radius;
    private readonly ushort[] _words = new ushort[CellKernel.Words * Stride];
    private readonly ushort[] _hits = new ushort[CellKernel.MostHits];
    private readonly RankPair[] _pairs = new RankPair[1024];
    private int _pairCount;
    private int _unit;

    /// <summary>
    /// Cuts a table into units of work: some whole buckets, or a piece of a large one, so that the threads also share a bucket that
    /// contains much of the table.
    /// </summary>
    /// <returns>Where each unit starts; the last entry is where the last one ends.</returns>
    internal static int[] Units(BandTable table)
    {
        var units = new List<int> { 0 };
        int unitStart = 0;
        foreach (int bucketEnd in table.Starts.AsSpan(1))
        {
            while (bucketEnd - unitStart > MostColumns)
            {
                unitStart += UnitSize;
                units.Add(unitStart);
            }

            if (bucketEnd - unitStart >= UnitSize)
            {
                unitStart = bucketEnd;
                units.Add(unitStart);
            }
        }

        if (unitStart < table.Count)
        {
            units.Add(table.Count);
        }

        return [.. units];
    }

    /// <summary>Compares the hashes of a unit, as columns, with those of all buckets within the radius.</summary>
    [MethodImpl(CodeGeneration.Hot)]
    internal void Scan(int unit, int unitStart, int unitEnd)
    {
        _unit = unit;
        fixed (ulong* codes = table.Codes)
        fixed (int* starts = table.Starts)
        fixed (ushort* words = _words)
        fixed (ushort* hits = _hits)
        {
            if (vectors != VectorWidth.None)
            {
                SplitIntoWords(codes + unitStart, unitEnd - unitStart, words);
            }

            int firstBucket = _band.Bucket(codes[unitStart]);
            int lastBucket = _band.Bucket(codes[unitEnd - 1]);
            foreach (int mask in masks)
            {
                cancellationToken.ThrowIfCancellationRequested();

                // The kernels ignore the top 16 bits; these pairs differ there.
                int wordRadius = _radius - PopulationCount.Of((ulong)(mask >> Math.Max(0, _band.Width - 16)));
                for (int bucket = firstBucket; bucket <= lastBucket; bucket++)
                {
                    // Two buckets meet once, in the unit of the lower one.
                    int other = bucket ^ mask;
                    int columnEnd = Math.Min(starts[bucket + 1], unitEnd);
                    int rowEnd = mask == 0 ? columnEnd : starts[other + 1];
                    if (other >= bucket && starts[other] < rowEnd)
                    {
                        Cell cell = new(Math.Max(starts[bucket], unitStart), columnEnd, starts[other], rowEnd, IsTriangle: mask == 0, wordRadius);
                        ScanCell(cell, codes, words - unitStart, hits);
                    }
                }
            }
        }

        sink(unit, _pairs.AsSpan(0, _pairCount), last: true);
        _pairCount = 0;
    }

    /// <summary>Compares the hashes of one bucket, as columns, with those of another or, in a triangle, with those before them.</summary>
    [MethodImpl(CodeGeneration.Hot)]
    private void ScanCell(in Cell cell, ulong* codes, ushort* words, ushort* hits)
    {
        int columnsAtOnce = CellKernel.Columns(vectors);
        for (int column = cell.ColumnStart; column < cell.ColumnEnd; column += columnsAtOnce)
        {
            int columnCount = Math.Min(cell.ColumnEnd - column, columnsAtOnce);
            int lastRow = cell.IsTriangle ? column + columnCount : cell.RowEnd;
            for (int row = cell.RowStart; row < lastRow; row += CellKernel.MostRows)
            {
                int rowCount = Math.Min(lastRow - row, CellKernel.MostRows);
                int found = vectors switch
                {
#if NET8_0_OR_GREATER
                    VectorWidth.Bits512 => CellKernel.Scan512(codes + row, rowCount, words + column, Stride, columnCount, cell.WordRadius, hits),
                    VectorWidth.Bits256 => CellKernel.Scan256(codes + row, rowCount, words + column, Stride, columnCount, cell.WordRadius, hits),
#endif
                    _ => CellKernel.Scan(codes + row, rowCount, codes + column, columnCount, _radius, hits),
                };
                if (found != 0)
                {
                    AddPairs(codes, row, column, hits, found);
                }
            }

            if (cell.RowEnd - cell.RowStart > UnitSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private static void SplitIntoWords(ulong* codes, int count, ushort* words)
    {
        for (int i = 0; i < count; i++)
        {
            words[i] = (ushort)codes[i];
            words[Stride + i] = (ushort)(codes[i] >> 16);
            words[Stride + Stride + i] = (ushort)(codes[i] >> 32);
        }
    }

    private void AddPairs(ulong* codes, int rowStart, int columnStart, ushort* hits, int found)
    {
        for (int i = 0; i < found; i++)
        {
            int row = rowStart + (hits[i] >> CellKernel.ColumnBits);
            int column = columnStart + (hits[i] & (CellKernel.MostColumns - 1));
            ulong difference = codes[row] ^ codes[column];
            int distance = PopulationCount.Of(difference);

            // Inside one bucket each pair is compared twice, and each hash with itself.
            bool same = _band.Bucket(difference) == 0;
            if (distance > _radius || (same && row >= column) || IsCoveredEarlier(difference))
            {
                continue;
            }

            if (_pairCount == _pairs.Length)
            {
                sink(_unit, _pairs, last: false);
                _pairCount = 0;
            }

            _pairs[_pairCount++] = new RankPair(table.Ids[row], table.Ids[column], distance);
        }
    }

    private bool IsCoveredEarlier(ulong rotatedDifference)
    {
        ulong difference = _band.RotateBack(rotatedDifference);
        foreach (Band band in _earlierBands)
        {
            if (band.Covers(difference))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The parts of two buckets to compare: positions in the table.</summary>
    private readonly record struct Cell(int ColumnStart, int ColumnEnd, int RowStart, int RowEnd, bool IsTriangle, int WordRadius);
}
