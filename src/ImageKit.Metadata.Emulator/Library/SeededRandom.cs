namespace ImageKit.Metadata.Emulator;

/// <summary>Random numbers (SplitMix64) that are the same for the same seed on every runtime.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextBits() => StableHash.Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A number from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    public int Next(int minimum, int maximum) => minimum + (int)(NextBits() % (ulong)(maximum - minimum + 1));

    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public double NextDouble(double minimum, double maximum) => minimum + (NextDouble() * (maximum - minimum));

    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(0, items.Count - 1)];
}
