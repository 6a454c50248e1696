using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ImageKit.Metadata.PerceptualHashing;

namespace ImageKit.Metadata;

/// <summary>
/// A perceptual hash: 64 bits that ImageKit computes from the content of an image. The hashes of similar images differ in
/// few bits.
/// </summary>
/// <remarks>
/// The service returns it as <c>pHash</c>, 16 hexadecimal digits, for images and not for videos:
/// https://imagekit.io/docs/api-reference/file-metadata/get-metadata-from-url. Hashes of other programs, even if
/// they are called pHash too, are computed differently and cannot be compared with these.
/// </remarks>
public readonly struct PHash : IEquatable<PHash>
{
    private const int DigitCount = 16;

    /// <summary>Creates a hash from its bits.</summary>
    /// <param name="value">The 64 bits; the first digit of the text form is the most significant.</param>
    public PHash(ulong value) => Value = value;

    /// <summary>The 64 bits; the first digit of the text form is the most significant.</summary>
    public ulong Value { get; }

    /// <summary>
    /// Whether every bit is zero. That is the hash of a black image, and of some drawings in black on a transparent background:
    /// two unrelated ones are at distance 0. Images of another single color hash to rounding noise and not to zero.
    /// </summary>
    public bool IsFlat => Value == 0;

    /// <summary>Parses a hash.</summary>
    /// <param name="text">Exactly 16 hexadecimal digits, upper or lower case, and nothing else.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException"><paramref name="text"/> is anything but 16 hexadecimal digits.</exception>
    public static PHash Parse(string text)
    {
        ReadOnlySpan<char> digits = (text ?? throw new ArgumentNullException(nameof(text))).AsSpan();
        return TryParse(digits, out PHash hash)
            ? hash
            : throw new FormatException("A perceptual hash is exactly 16 hexadecimal digits, such as f06830ca9f1e3e90.");
    }

    /// <summary>Parses a hash without throwing.</summary>
    /// <param name="text">Exactly 16 hexadecimal digits, upper or lower case, and nothing else.</param>
    /// <param name="hash">The hash; all bits zero when there is none.</param>
    /// <returns>Whether <paramref name="text"/> was a hash.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out PHash hash) => TryParse(text.AsSpan(), out hash);

    /// <summary>Parses a hash without throwing.</summary>
    /// <param name="text">Exactly 16 hexadecimal digits, upper or lower case, and nothing else.</param>
    /// <param name="hash">The hash; all bits zero when there is none.</param>
    /// <returns>Whether <paramref name="text"/> was a hash.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out PHash hash)
    {
        hash = default;
        if (text.Length != DigitCount)
        {
            return false;
        }

        ulong value = 0;
        foreach (char character in text)
        {
            // Unsigned wrap-around makes one comparison do for both ends of a range.
            uint digit = (uint)character - '0';
            if (digit > 9)
            {
                digit = ((uint)character | 0x20) - 'a';
                if (digit > 5)
                {
                    return false;
                }

                digit += 10;
            }

            value = (value << 4) | digit;
        }

        hash = new PHash(value);
        return true;
    }

    /// <summary>The Hamming distance: in how many bits two hashes differ.</summary>
    /// <param name="other">The other hash.</param>
    /// <returns>0 (equal) to 64.</returns>
    public int DistanceTo(PHash other) => PopulationCount.Of(Value ^ other.Value);

    /// <inheritdoc/>
    public bool Equals(PHash other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The hash as the service writes it.</summary>
    /// <returns>16 lower-case hexadecimal digits.</returns>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Whether two hashes are equal in every bit.</summary>
    /// <param name="left">One hash.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(PHash left, PHash right) => left.Equals(right);

    /// <summary>Whether two hashes differ in any bit.</summary>
    /// <param name="left">One hash.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(PHash left, PHash right) => !left.Equals(right);
}
