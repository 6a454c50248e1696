namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>Two different hashes that are near each other, by their ranks among the <see cref="DistinctHashes"/>.</summary>
internal readonly record struct RankPair(int First, int Second, int Distance);
