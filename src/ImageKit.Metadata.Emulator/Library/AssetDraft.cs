namespace ImageKit.Metadata.Emulator;

/// <summary>An asset in the making.</summary>
internal sealed class AssetDraft
{
    public required string Folder { get; set; }

    public required string Stem { get; set; }

    public required string Format { get; set; }

    public required int Width { get; set; }

    public required int Height { get; set; }

    public required Drawing Drawing { get; set; }

    public required ulong Seed { get; init; }

    public AssetTraits Traits { get; set; }

    public Camera? Camera { get; set; }

    public int Orientation { get; set; } = 1;

    public ExifOddity Oddity { get; set; }

    public ulong? PHash { get; set; }

    public Breakage Breakage { get; set; }

    public bool HasTransparency { get; set; }

    /// <summary>Bytes compared to a picture of average detail.</summary>
    public double SizeFactor { get; set; } = 1;

    public string[] Tags { get; set; } = [];

    public bool Has(AssetTraits trait) => (Traits & trait) != 0;
}
