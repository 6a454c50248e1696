namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>A component of a JPEG image, with the tables that decode it.</summary>
/// <param name="Across">The horizontal sampling factor: how many blocks an MCU has side by side.</param>
/// <param name="Down">The vertical sampling factor.</param>
/// <param name="Quantization">The factor of the coefficient at each position of a block.</param>
/// <param name="Dc">The codes of the DC coefficients.</param>
/// <param name="Ac">The codes of the AC coefficients.</param>
internal sealed record JpegComponent(int Across, int Down, int[] Quantization, HuffmanTable Dc, HuffmanTable Ac);
