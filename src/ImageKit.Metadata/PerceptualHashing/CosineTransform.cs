namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>The frequencies 1 to 8 of the cosine transform (DCT-II) of 32 samples, without the common factor.</summary>
internal static class CosineTransform
{
    internal const int FrequencyCount = 8;

    /// <summary>The cosine of every multiple of pi / 64 in a full turn.</summary>
    private static readonly double[] Cosines = [.. Enumerable.Range(0, 4 * GrayGrid.Size).Select(i => Math.Cos(i * Math.PI / (2 * GrayGrid.Size)))];

    /// <summary>
    /// Odd frequencies see only how mirrored samples differ, and even ones only what they add up to, which is a signal of
    /// half the length and half the frequency. Samples that are all equal thus give exactly 0 on every machine, where a plain
    /// sum of products would leave rounding errors, and a hash made of them.
    /// </summary>
    /// <param name="samples">The 32 samples; overwritten.</param>
    /// <param name="coefficients">Receives the coefficients of the frequencies 1 to 8.</param>
    internal static void Transform(Span<double> samples, Span<double> coefficients)
    {
        for (int step = 1; step <= FrequencyCount; step *= 2)
        {
            int length = GrayGrid.Size / step;
            for (int frequency = step; frequency <= FrequencyCount; frequency += 2 * step)
            {
                double sum = 0;
                for (int i = 0; i < length / 2; i++)
                {
                    sum += (samples[i] - samples[length - 1 - i]) * Cosines[((2 * i) + 1) * frequency % Cosines.Length];
                }

                coefficients[frequency - 1] = sum;
            }

            for (int i = 0; i < length / 2; i++)
            {
                samples[i] += samples[length - 1 - i];
            }
        }
    }
}
