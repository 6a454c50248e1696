namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>The processor's vectors to compare hashes with.</summary>
internal enum VectorWidth
{
    /// <summary>No vectors: one pair of hashes at a time.</summary>
    None,

    /// <summary>AVX2: 16 pairs at a time.</summary>
    Bits256,

    /// <summary>AVX-512 BW: 32 pairs at a time.</summary>
    Bits512,
}
