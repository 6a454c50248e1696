namespace ImageKit.Metadata;

/// <summary>How far apart two images are, by their perceptual hashes.</summary>
public sealed class PHashDistance
{
    private const int BitCount = 64;

    /// <summary>The hash measured from: 16 lower-case hexadecimal digits.</summary>
    public string ReferenceHash { get; set; } = "";

    /// <summary>The hash measured to: 16 lower-case hexadecimal digits.</summary>
    public string DifferenceHash { get; set; } = "";

    /// <summary>The URL of the image measured from; <see langword="null"/> where only a hash was given.</summary>
    public string? ReferenceUrl { get; set; }

    /// <summary>The URL of the image measured to; <see langword="null"/> where only a hash was given.</summary>
    public string? DifferenceUrl { get; set; }

    /// <summary>The Hamming distance: in how many bits the hashes differ, 0 (equal) to 64.</summary>
    public int Distance { get; set; }

    /// <summary>1 − <see cref="Distance"/> / 64: 1 for equal hashes, about 0.5 for unrelated ones.</summary>
    /// <remarks>
    /// The service recommends no limit. The example in its documentation calls 8 bits (0.875) similar and 27 bits
    /// (0.578) not similar.
    /// </remarks>
    public double Similarity { get; set; }

    /// <summary>Measures the distance between two hashes.</summary>
    /// <param name="reference">The hash to measure from.</param>
    /// <param name="difference">The hash to measure to.</param>
    /// <param name="referenceUrl">The URL of the image measured from, where known.</param>
    /// <param name="differenceUrl">The URL of the image measured to, where known.</param>
    /// <returns>The distance, with both hashes and URLs.</returns>
    public static PHashDistance Between(
        PHash reference,
        PHash difference,
        string? referenceUrl = null,
        string? differenceUrl = null)
    {
        int distance = reference.DistanceTo(difference);
        return new PHashDistance
        {
            ReferenceHash = reference.ToString(),
            DifferenceHash = difference.ToString(),
            ReferenceUrl = referenceUrl,
            DifferenceUrl = differenceUrl,
            Distance = distance,
            Similarity = 1 - ((double)distance / BitCount),
        };
    }
}
