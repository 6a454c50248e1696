namespace ImageKit.Metadata.Emulator;

/// <summary>A device whose EXIF the library holds.</summary>
internal sealed record Camera(string Make, string Model, string Lens, string Software, int Width, int Height, bool IsPhone)
{
    public static readonly IReadOnlyList<Camera> All =
    [
        new("Canon", "Canon EOS R6", "RF24-105mm F4 L IS USM", "Firmware Version 1.8.2", 5472, 3648, false),
        new("NIKON CORPORATION", "NIKON Z 50", "NIKKOR Z DX 16-50mm f/3.5-6.3 VR", "Ver.02.50", 5568, 3712, false),
        new("SONY", "ILCE-7M4", "FE 35mm F1.8", "ILCE-7M4 v2.00", 5760, 3840, false),
        new("FUJIFILM", "X-T4", "XF23mmF1.4 R", "Digital Camera X-T4 Ver1.80", 4896, 3264, false),
        new("Apple", "iPhone 13 Pro", "iPhone 13 Pro back triple camera 5.7mm f/1.5", "16.6", 4032, 3024, true),
        new("Google", "Pixel 6", "Pixel 6 back camera 6.81mm f/1.85", "HDR+ 1.0.479563398zd", 4080, 3072, true),
    ];
}
