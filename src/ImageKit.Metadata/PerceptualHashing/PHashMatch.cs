namespace ImageKit.Metadata;

/// <summary>A hash of a <see cref="PHashIndex"/> that is near the one searched for.</summary>
/// <param name="Position">The position of the hash, 0-based.</param>
/// <param name="Distance">The Hamming distance to the hash searched for, 0 to 64.</param>
public readonly record struct PHashMatch(int Position, int Distance);
