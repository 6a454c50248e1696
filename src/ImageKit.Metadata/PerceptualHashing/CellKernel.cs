using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif

namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Compares a few hashes (the rows) with a few others (the columns), and finds the pairs that may be near.
/// </summary>
/// <remarks>
/// <para>
/// The top 16 bits of the hashes belong to the band, so how many of them differ is known beforehand; what is left is
/// three words of 16 bits. The vector kernels hold the columns as three arrays of words and compare one row with a
/// vector of columns in two steps. First the three differences are joined by OR: the bits set in the result are at
/// most the bits that differ, and for unrelated hashes they are many (7 of 8), so that nearly all pairs go with one
/// population count per vector of pairs. What remains is counted exactly, by a full adder over the three words.
/// </para>
/// <para>
/// A hit still has to be checked where the band is not 16 bits wide; it never leaves out a near pair.
/// </para>
/// </remarks>
internal static unsafe class CellKernel
{
    /// <summary>The most rows of one call.</summary>
    internal const int MostRows = 128;

    /// <summary>The most columns of one call.</summary>
    internal const int MostColumns = 32;

    /// <summary>Room that the caller gives for hits: every row with every column.</summary>
    internal const int MostHits = MostRows * MostColumns;

    /// <summary>A hit is the row, shifted left by so many bits, and the column.</summary>
    internal const int ColumnBits = 5;

    /// <summary>The words of a hash that the vector kernels compare.</summary>
    internal const int Words = 3;

    /// <summary>The widest vectors of this processor.</summary>
    internal static VectorWidth Widest =>
        Supports(VectorWidth.Bits512) ? VectorWidth.Bits512
        : Supports(VectorWidth.Bits256) ? VectorWidth.Bits256
        : VectorWidth.None;

    /// <summary>Whether this processor, and this runtime, has vectors so wide.</summary>
    internal static bool Supports(VectorWidth width) => width switch
    {
        VectorWidth.None => true,
#if NET8_0_OR_GREATER
        VectorWidth.Bits256 => Avx2.IsSupported,
        VectorWidth.Bits512 => Avx512BW.IsSupported,
#endif
        _ => false,
    };

    /// <summary>The columns of one call.</summary>
    internal static int Columns(VectorWidth width) => width == VectorWidth.Bits256 ? 16 : MostColumns;

    /// <summary>Compares without vectors: whole hashes, of which all 64 bits count.</summary>
    /// <returns>The number of hits.</returns>
    [MethodImpl(CodeGeneration.Hot)]
    internal static int Scan(ulong* rows, int rowCount, ulong* columns, int columnCount, int radius, ushort* hits)
    {
        int found = 0;
        for (int row = 0; row < rowCount; row++)
        {
            ulong code = rows[row];
            for (int column = 0; column < columnCount; column++)
            {
                if (PopulationCount.Of(code ^ columns[column]) <= radius)
                {
                    hits[found++] = (ushort)((row << ColumnBits) | column);
                }
            }
        }

        return found;
    }

#if NET8_0_OR_GREATER
    // vpternlog: the truth tables of a | (b ^ c), a ^ b ^ c, and of the majority of a, b and c.
    private const byte OrOfDifference = 0xF6;
    private const byte Sum = 0x96;
    private const byte Carry = 0xE8;

    // A 256-bit mask has one bit per byte: the bits of the upper byte of each word.
    private const uint WordBits = 0xAAAAAAAA;

    private static Vector128<byte> BitsOfNibble => Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

    /// <summary>Compares with AVX-512.</summary>
    /// <param name="rows">The hashes of the rows, the band at the top.</param>
    /// <param name="rowCount">At most <see cref="MostRows"/>.</param>
    /// <param name="columns">The lowest words of the columns; a whole vector is read, however few columns there are.</param>
    /// <param name="stride">How many words further the next higher words of the columns are.</param>
    /// <param name="columnCount">1 to 32.</param>
    /// <param name="radius">The most bits that two near hashes differ in, of the lower 48.</param>
    /// <param name="hits">Receives the hits.</param>
    /// <returns>The number of hits.</returns>
    [MethodImpl(CodeGeneration.Hot)]
    internal static int Scan512(
        ulong* rows,
        int rowCount,
        ushort* columns,
        nint stride,
        int columnCount,
        int radius,
        ushort* hits)
    {
        Vector512<ushort> column0 = Vector512.Load(columns);
        Vector512<ushort> column1 = Vector512.Load(columns + stride);
        Vector512<ushort> column2 = Vector512.Load(columns + stride + stride);
        ulong wanted = ulong.MaxValue >> (64 - columnCount);

        Vector512<byte> nibble = Vector512.Create((byte)0x0F);
        Vector256<byte> half = Vector256.Create(BitsOfNibble, BitsOfNibble);
        Vector512<byte> bits = Vector512.Create(half, half);

        // Twice the bits less the limit in each of the two bytes of a word: their sum is negative within the radius.
        Vector512<byte> upper = bits + bits;
        Vector512<byte> lower = upper - Vector512.Create((byte)(radius + 1));
        Vector512<byte> ones = Vector512.Create((byte)1);
        Vector512<short> limit = Vector512.Create((short)(radius + 1));

        int found = 0;
        for (int row = 0; row < rowCount; row++)
        {
            ushort* words = (ushort*)(rows + row);
            Vector512<ushort> row0 = Vector512.Create(words[0]);
            Vector512<ushort> row1 = Vector512.Create(words[1]);
            Vector512<ushort> row2 = Vector512.Create(words[2]);
            Vector512<ushort> any = row0 ^ column0;
            any = Avx512F.TernaryLogic(any, row1, column1, OrOfDifference);
            any = Avx512F.TernaryLogic(any, row2, column2, OrOfDifference);
            Vector512<byte> least = Avx512BW.Shuffle(lower, any.AsByte() & nibble)
                + Avx512BW.Shuffle(upper, Vector512.ShiftRightLogical(any, 4).AsByte() & nibble);
            ulong near = Avx512BW.MultiplyAddAdjacent(ones, least.AsSByte()).ExtractMostSignificantBits() & wanted;
            if (near == 0)
            {
                continue;
            }

            Vector512<ushort> difference0 = row0 ^ column0;
            Vector512<ushort> difference1 = row1 ^ column1;
            Vector512<ushort> difference2 = row2 ^ column2;
            Vector512<ushort> sum = Avx512F.TernaryLogic(difference0, difference1, difference2, Sum);
            Vector512<ushort> carry = Avx512F.TernaryLogic(difference0, difference1, difference2, Carry);
            Vector512<byte> counts = Avx512BW.Shuffle(bits, sum.AsByte() & nibble)
                + Avx512BW.Shuffle(bits, Vector512.ShiftRightLogical(sum, 4).AsByte() & nibble)
                + Avx512BW.Shuffle(upper, carry.AsByte() & nibble)
                + Avx512BW.Shuffle(upper, Vector512.ShiftRightLogical(carry, 4).AsByte() & nibble);
            near &= (Avx512BW.MultiplyAddAdjacent(ones, counts.AsSByte()) - limit).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                hits[found++] = (ushort)((row << ColumnBits) | BitOperations.TrailingZeroCount(near));
            }
        }

        return found;
    }

    /// <summary>Compares with AVX2: as <see cref="Scan512"/>, with 1 to 16 columns.</summary>
    /// <inheritdoc cref="Scan512"/>
    [MethodImpl(CodeGeneration.Hot)]
    internal static int Scan256(
        ulong* rows,
        int rowCount,
        ushort* columns,
        nint stride,
        int columnCount,
        int radius,
        ushort* hits)
    {
        Vector256<ushort> column0 = Vector256.Load(columns);
        Vector256<ushort> column1 = Vector256.Load(columns + stride);
        Vector256<ushort> column2 = Vector256.Load(columns + stride + stride);
        uint wanted = WordBits & (uint.MaxValue >> (32 - (2 * columnCount)));

        Vector256<byte> nibble = Vector256.Create((byte)0x0F);
        Vector256<byte> bits = Vector256.Create(BitsOfNibble, BitsOfNibble);
        Vector256<byte> upper = bits + bits;
        Vector256<byte> lower = upper - Vector256.Create((byte)(radius + 1));
        Vector256<byte> ones = Vector256.Create((byte)1);
        Vector256<short> limit = Vector256.Create((short)(radius + 1));

        int found = 0;
        for (int row = 0; row < rowCount; row++)
        {
            ushort* words = (ushort*)(rows + row);
            Vector256<ushort> difference0 = Vector256.Create(words[0]) ^ column0;
            Vector256<ushort> difference1 = Vector256.Create(words[1]) ^ column1;
            Vector256<ushort> difference2 = Vector256.Create(words[2]) ^ column2;
            Vector256<ushort> any = difference0 | difference1 | difference2;
            Vector256<byte> least = Avx2.Shuffle(lower, any.AsByte() & nibble)
                + Avx2.Shuffle(upper, Vector256.ShiftRightLogical(any, 4).AsByte() & nibble);
            uint near = (uint)Avx2.MoveMask(Avx2.MultiplyAddAdjacent(ones, least.AsSByte()).AsByte()) & wanted;
            if (near == 0)
            {
                continue;
            }

            Vector256<ushort> sum = difference0 ^ difference1 ^ difference2;
            Vector256<ushort> carry = (difference0 & difference1) | (difference2 & (difference0 | difference1));
            Vector256<byte> counts = Avx2.Shuffle(bits, sum.AsByte() & nibble)
                + Avx2.Shuffle(bits, Vector256.ShiftRightLogical(sum, 4).AsByte() & nibble)
                + Avx2.Shuffle(upper, carry.AsByte() & nibble)
                + Avx2.Shuffle(upper, Vector256.ShiftRightLogical(carry, 4).AsByte() & nibble);
            near &= (uint)Avx2.MoveMask((Avx2.MultiplyAddAdjacent(ones, counts.AsSByte()) - limit).AsByte());
            for (; near != 0; near &= near - 1)
            {
                hits[found++] = (ushort)((row << ColumnBits) | (BitOperations.TrailingZeroCount(near) >> 1));
            }
        }

        return found;
    }
#endif
}
