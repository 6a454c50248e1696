using System.Security.Cryptography;
using System.Text;

namespace ImageKit.Metadata.Library;

/// <summary>
/// Remembers which elements of a list have come. An id of 24 hexadecimal digits is kept as the number that it is, anything
/// else by a digest: 16 bytes an element, not a string.
/// </summary>
internal sealed class SeenItems
{
    private const int IdLength = 24;

    private readonly HashSet<(ulong, ulong)> _seen = [];

    /// <summary>Remembers an element.</summary>
    /// <returns>Whether it is new. One that cannot be told from others always is.</returns>
    public bool Add(MediaItem item) => item.Identity is not string identity || _seen.Add(Compress(identity));

    private static (ulong High, ulong Low) Compress(string identity)
    {
        if (TryReadId(identity, out ulong high, out ulong low))
        {
            return (high, low);
        }

#if NET8_0_OR_GREATER
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
#else
        using SHA256 algorithm = SHA256.Create();
        byte[] digest = algorithm.ComputeHash(Encoding.UTF8.GetBytes(identity));
#endif
        return (BitConverter.ToUInt64(digest, 0), BitConverter.ToUInt64(digest, 8));
    }

    private static bool TryReadId(string text, out ulong high, out ulong low)
    {
        high = 0;
        low = 0;
        if (text.Length != IdLength)
        {
            return false;
        }

        foreach (char c in text)
        {
            // In lower case alone, so that two texts never make one number.
            int digit = c is >= '0' and <= '9' ? c - '0' : c is >= 'a' and <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                return false;
            }

            high = (high << 4) | (low >> 60);
            low = (low << 4) | (uint)digit;
        }

        return true;
    }
}
