namespace ImageKit.Metadata.Emulator;

/// <summary>What a picture shows. Equal drawings are equal pictures.</summary>
/// <param name="Scene">The kind of scene.</param>
/// <param name="Seed">What colours and shapes depend on.</param>
/// <param name="Variation">0 for the picture itself; other numbers alter it slightly.</param>
internal readonly record struct Drawing(Scene Scene, ulong Seed, int Variation);
