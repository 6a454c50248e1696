namespace ImageKit.Metadata;

/// <summary>Two hashes of a <see cref="PHashIndex"/> that are near each other.</summary>
/// <param name="First">The position of one hash, 0-based; always less than <paramref name="Second"/>.</param>
/// <param name="Second">The position of the other hash.</param>
/// <param name="Distance">The Hamming distance, 0 to 64.</param>
public readonly record struct PHashPair(int First, int Second, int Distance);
