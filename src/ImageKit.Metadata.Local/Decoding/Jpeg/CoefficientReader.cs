using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ImageKit.Metadata.PerceptualHashing;

namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>Reads the coefficients of the blocks of a scan.</summary>
internal sealed class CoefficientReader(JpegScan scan)
{
    private const int Last = 63;

    /// <summary>The bits of a code in <see cref="HuffmanTable.Codes"/> that are 0 without a value.</summary>
    private const int ValueMask = 0xFF << 16;

    private int _interval = -1;
    private int _next;
    private int _end;

    /// <summary>The bits that come next, from the highest bit on.</summary>
    private ulong _bits;
    private int _bitCount;

    /// <summary>The positions in a block, row by row, in the zigzag order of the file.</summary>
    internal static ReadOnlySpan<byte> Positions =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>Whether the blocks up to now had no more data than the restart interval has.</summary>
    internal bool IsWithinInterval => _next - (_bitCount / 8) <= _end;

    /// <summary>Goes to the next restart interval.</summary>
    internal void StartInterval()
    {
        _interval++;
        (_next, _end) = scan.GetInterval(_interval);
        (_bits, _bitCount) = (0, 0);
    }

    /// <summary>Reads the next block.</summary>
    /// <param name="component">The component of the block.</param>
    /// <param name="dc">The DC coefficient of the block before it, in the same component; changes to that of this block.</param>
    /// <param name="block">Receives the coefficients that are not 0, that of each position at eight times the position.</param>
    /// <returns>False if the data is damaged.</returns>
    [MethodImpl(CodeGeneration.Hot)]
    internal bool ReadBlock(JpegComponent component, ref int dc, Span<int> block)
    {
        // No access below goes beyond these bounds: a block has at most 27 + 63 * 26 bits, and 8 bytes may have been read ahead.
        if (_next > _end + sizeof(ulong) || _end + JpegScan.Padding > scan.Data.Length || block.Length <= Last * InverseDct.BlockCount)
        {
            return false;
        }

        ulong bits = _bits;
        int bitCount = _bitCount;
        ref byte start = ref MemoryMarshal.GetReference(scan.Data), next = ref Unsafe.Add(ref start, _next);
        ref byte positions = ref MemoryMarshal.GetReference(Positions);
        ref int target = ref MemoryMarshal.GetReference(block);

        next = ref Fill(ref next, ref bits, ref bitCount);
        int code = Find(ref MemoryMarshal.GetReference(component.Dc.Codes), component.Dc.LongOffset, bits);
        dc += (code & ValueMask) == 0 ? 0 : GetValue(code, bits);
        target = dc;
        bits <<= code;
        bitCount -= code & 0xFF;

        ref int codes = ref MemoryMarshal.GetReference(component.Ac.Codes);
        int longOffset = component.Ac.LongOffset;
        for (int index = 0; code != 0 && index < Last;)
        {
            next = ref Fill(ref next, ref bits, ref bitCount);
            code = Find(ref codes, longOffset, bits);
            int value = GetValue(code, bits);
            bits <<= code;
            bitCount -= code & 0xFF;
            int runLength = code >> 24;
            index += 1 + runLength;
            if ((code & ValueMask) == 0)
            {
                // 16 zeros, or the end of the block.
                if (runLength < 15)
                {
                    break;
                }
            }
            else if (index <= Last)
            {
                Unsafe.Add(ref target, Unsafe.Add(ref positions, index) * InverseDct.BlockCount) = value;
            }
            else
            {
                return false;
            }
        }

        (_bits, _bitCount, _next) = (bits, bitCount, (int)Unsafe.ByteOffset(ref start, ref next));
        return code != 0;
    }

    /// <summary>Makes sure of 32 bits: a code has at most 16, and the value that follows at most 11.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte Fill(ref byte next, scoped ref ulong bits, scoped ref int bitCount)
    {
        if (bitCount < 32)
        {
            bits |= (ulong)BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref next)) << (32 - bitCount);
            bitCount += 32;
            return ref Unsafe.Add(ref next, sizeof(uint));
        }

        return ref next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find(ref int codes, int longOffset, ulong bits)
    {
        int code = Unsafe.Add(ref codes, (int)(bits >> (64 - HuffmanTable.ShortBits)));
        return code != 0 ? code : Unsafe.Add(ref codes, (int)(bits >> (64 - HuffmanTable.MaximumBits)) + longOffset);
    }

    /// <summary>The value that follows a code. A value that starts with 0 is negative, with its bits inverted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int GetValue(int code, ulong bits)
    {
        // C# shifts by the lowest 6 bits of the count.
        bits <<= code >> 8;
        long sign = ~((long)bits >> 63);
        return (int)((long)((bits ^ (ulong)sign) >> (code >> 16)) ^ sign) - (int)sign;
    }
}
