namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>Receives the pairs that a <see cref="PairJoin"/> finds. Called from many threads, but for one unit from one.</summary>
/// <param name="unit">The unit of work they were found in. Units are begun in the order of their numbers.</param>
/// <param name="pairs">The pairs; valid during the call only.</param>
/// <param name="last">Whether the unit has no more.</param>
internal delegate void PairSink(int unit, ReadOnlySpan<RankPair> pairs, bool last);
