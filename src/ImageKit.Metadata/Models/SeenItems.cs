using System.Security.Cryptography;
using System.Text;

namespace ImageKit.Metadata.Models;

/// <summary>
/// Remembers which elements a listing has returned. An ID of 24 hexadecimal digits is kept as a number, anything else as a
/// digest: 16 bytes per element, not a string.
/// </summary>
internal sealed class SeenItems
{
    private const int IdLength = 24;

    private readonly HashSet<(ulong, ulong)> _seen = [];

    /// <summary>Remembers an element; false if it is not new. One without an identity always is.</summary>
    public bool Add(MediaItem item) => item.Identity is not string identity || _seen.Add(Compress(identity));

    /// <summary>Whether an element was added. One without an identity counts as added.</summary>
    public bool Contains(MediaItem item) => item.Identity is not string identity || _seen.Contains(Compress(identity));

    /// <summary>Whether the file with this ID was added.</summary>
    public bool Contains(string fileId) => _seen.Contains(Compress(fileId));

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
