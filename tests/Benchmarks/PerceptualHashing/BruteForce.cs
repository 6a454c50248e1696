using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Benchmarks.PerceptualHashing;

/// <summary>Compares all with all, on all cores.</summary>
internal static class BruteForce
{
    private const int RowsAtOnce = 64;
    private const int VectorRows = 4;

    /// <summary>With the processor's scalar population count.</summary>
    /// <param name="hashes">The hashes.</param>
    /// <param name="rows">How many of them to compare with all that follow.</param>
    /// <param name="radius">The radius.</param>
    /// <returns>The number of pairs within the radius.</returns>
    internal static long CountScalar(ulong[] hashes, int rows, int radius)
    {
        long found = 0;
        Parallel.For(0, (rows + RowsAtOnce - 1) / RowsAtOnce, part =>
        {
            long own = 0;
            int last = Math.Min(rows, (part + 1) * RowsAtOnce);
            for (int row = part * RowsAtOnce; row < last; row++)
            {
                own += CountScalar(hashes[row], hashes.AsSpan(row + 1), radius);
            }

            Interlocked.Add(ref found, own);
        });
        return found;
    }

    /// <summary>
    /// With a population count on vectors of 512 bits: a table of the bits of a nibble, for .NET offers no instruction
    /// for it. Four rows at a time, so that memory does not set the pace.
    /// </summary>
    /// <param name="hashes">The hashes.</param>
    /// <param name="radius">The radius.</param>
    /// <returns>The number of pairs within the radius.</returns>
    /// <exception cref="PlatformNotSupportedException">The processor has no AVX-512 BW.</exception>
    internal static long CountVector(ulong[] hashes, int radius)
    {
        long found = 0;
        Parallel.For(0, (hashes.Length + RowsAtOnce - 1) / RowsAtOnce, part =>
        {
            int start = part * RowsAtOnce;
            int end = Math.Min(hashes.Length, start + RowsAtOnce);

            // The rows among themselves, then all of them with all that follow.
            long own = 0;
            for (int row = start; row < end; row++)
            {
                own += CountScalar(hashes[row], hashes.AsSpan(row + 1, end - row - 1), radius);
            }

            for (int row = start; row < end; row += VectorRows)
            {
                own += row + VectorRows <= end
                    ? CountVector(hashes.AsSpan(row, VectorRows), hashes.AsSpan(end), radius)
                    : CountRest(hashes.AsSpan(row, end - row), hashes.AsSpan(end), radius);
            }

            Interlocked.Add(ref found, own);
        });
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long CountVector(ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> columns, int radius)
    {
        Vector512<ulong> row0 = Vector512.Create(rows[0]);
        Vector512<ulong> row1 = Vector512.Create(rows[1]);
        Vector512<ulong> row2 = Vector512.Create(rows[2]);
        Vector512<ulong> row3 = Vector512.Create(rows[3]);
        Vector128<byte> table = Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        Vector256<byte> half = Vector256.Create(table, table);
        Vector512<byte> bits = Vector512.Create(half, half);
        Vector512<ulong> limit = Vector512.Create((ulong)radius + 1);
        Vector512<ulong> found = Vector512<ulong>.Zero;
        int whole = columns.Length - (columns.Length % Vector512<ulong>.Count);
        for (int i = 0; i < whole; i += Vector512<ulong>.Count)
        {
            Vector512<ulong> column = Vector512.LoadUnsafe(in columns[i]);
            found += Near(row0 ^ column, bits, limit)
                + Near(row1 ^ column, bits, limit)
                + Near(row2 ^ column, bits, limit)
                + Near(row3 ^ column, bits, limit);
        }

        return (long)Vector512.Sum(found) + CountRest(rows, columns[whole..], radius);
    }

    /// <summary>1 where the distance is less than the limit: what is below zero has its highest bit set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Near(Vector512<ulong> difference, Vector512<byte> bits, Vector512<ulong> limit)
    {
        Vector512<byte> nibble = Vector512.Create((byte)0x0F);
        Vector512<byte> counts = Avx512BW.Shuffle(bits, difference.AsByte() & nibble)
            + Avx512BW.Shuffle(bits, Vector512.ShiftRightLogical(difference.AsUInt16(), 4).AsByte() & nibble);
        return (Avx512BW.SumAbsoluteDifferences(counts, Vector512<byte>.Zero).AsUInt64() - limit) >>> 63;
    }

    private static long CountRest(ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> columns, int radius)
    {
        long found = 0;
        foreach (ulong row in rows)
        {
            found += CountScalar(row, columns, radius);
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountScalar(ulong row, ReadOnlySpan<ulong> columns, int radius)
    {
        int found = 0;
        foreach (ulong column in columns)
        {
            if (BitOperations.PopCount(row ^ column) <= radius)
            {
                found++;
            }
        }

        return found;
    }
}
