namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>The codes of a Huffman table, indexed by the bits that they start with.</summary>
internal sealed class HuffmanTable
{
    /// <summary>Codes up to this length take one lookup; nearly all are that short.</summary>
    internal const int ShortBits = 10;

    internal const int MaximumBits = 16;

    private readonly int[] _codes;

    /// <summary>The first 16 bits that do not start with a short code.</summary>
    private readonly int _longStart;

    private HuffmanTable(int longStart)
    {
        _longStart = longStart;
        _codes = new int[(1 << ShortBits) + (1 << MaximumBits) - longStart];
    }

    /// <summary>
    /// For each value of <see cref="ShortBits"/> bits the code at their start, or 0 if it is longer. Then, from the first 16
    /// bits that do not start with a short code, the code at their start, or 0 if there is none. From the lowest byte on:
    /// the number of bits of the code and the value that follows it, that of the code, by how many bits 64 bits
    /// that start with the value have to be shifted to the right, or 0 without a value, and the run length.
    /// </summary>
    internal ReadOnlySpan<int> Codes => _codes;

    /// <summary>What to add to 16 bits to find the long code at their start.</summary>
    internal int LongOffset => (1 << ShortBits) - _longStart;

    /// <param name="counts">The number of codes of each length from 1 to 16.</param>
    /// <param name="symbols">The symbols in the order of their codes.</param>
    /// <returns>Null if the counts are not those of a Huffman table.</returns>
    internal static HuffmanTable? Create(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        Span<int> first = stackalloc int[MaximumBits + 2];
        for (int length = 1; length <= MaximumBits; length++)
        {
            int next = first[length] + counts[length - 1];
            // No code consists of ones only.
            if (next >= 1 << length)
            {
                return null;
            }

            first[length + 1] = next << 1;
        }

        var table = new HuffmanTable(first[ShortBits + 1] << (MaximumBits - ShortBits - 1));
        int index = 0;
        for (int length = 1; length <= MaximumBits; length++)
        {
            for (int i = 0; i < counts[length - 1]; i++, index++)
            {
                table.Add(first[length] + i, length, symbols[index]);
            }
        }

        return table;
    }

    private void Add(int code, int length, byte symbol)
    {
        int runLength = symbol >> 4, size = symbol & 15;
        bool isShort = length <= ShortBits;
        int spareBits = (isShort ? ShortBits : MaximumBits) - length;
        int start = (code << spareBits) + (isShort ? 0 : LongOffset);
        _codes.AsSpan(start, 1 << spareBits).Fill((runLength << 24) | ((64 - size) % 64 << 16) | (length << 8) | (length + size));
    }
}
