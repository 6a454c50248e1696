#if NET8_0_OR_GREATER
using System.Buffers.Binary;
using System.Numerics;
#endif

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// The checksum of a line of a checkpoint file: CRC-32C over the line up to the checksum, as the last property. It can be
/// missing: files of version 0.1.0 have none, and whoever edits a line can remove it.
/// </summary>
internal static class CheckpointChecksum
{
    /// <summary>The length of its value.</summary>
    public const int Digits = 8;

    /// <summary>The length of its property with the closing brace of the line.</summary>
    public static int Length => Opening.Length + Digits + Closing.Length;

    private static ReadOnlySpan<byte> Opening => ",\"checksum\":\""u8;

    private static ReadOnlySpan<byte> Closing => "\"}"u8;

    /// <summary>Replaces the closing brace of a line by its checksum.</summary>
    public static void Append(LineBuffer line)
    {
        line.RemoveLast();
        uint checksum = Compute(line.Written.AsSpan());
        line.Add(Opening);
        Span<byte> digits = stackalloc byte[Digits];
        ToDigits(checksum, digits);
        line.Add(digits);
        line.Add(Closing);
    }

    /// <summary>Whether a line has the right checksum; null if it has none.</summary>
    public static bool? Check(ReadOnlySpan<byte> line)
    {
        int start = line.Length - Length;
        if (start < 0 || !line.EndsWith(Closing) || !line.Slice(start).StartsWith(Opening))
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[Digits];
        ToDigits(Compute(line.Slice(0, start)), expected);
        return line.Slice(start + Opening.Length, Digits).SequenceEqual(expected);
    }

    private static void ToDigits(uint checksum, Span<byte> digits)
    {
        for (int i = Digits - 1; i >= 0; i--, checksum >>= 4)
        {
            digits[i] = "0123456789abcdef"u8[(int)(checksum & 15)];
        }
    }

    private static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
#if NET8_0_OR_GREATER
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }
#else
        foreach (byte b in bytes)
        {
            crc = s_table[(byte)(crc ^ b)] ^ (crc >> 8);
        }
#endif
        return ~crc;
    }

#if !NET8_0_OR_GREATER
    private static readonly uint[] s_table = CreateTable();

    private static uint[] CreateTable()
    {
        const uint polynomial = 0x82F63B78;
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ polynomial;
            }

            table[i] = value;
        }

        return table;
    }
#endif
}
