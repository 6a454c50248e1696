namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>The second byte of a marker in a JPEG file: ITU-T T.81, table B.1.</summary>
internal static class JpegMarker
{
    internal const byte BaselineFrame = 0xC0;
    internal const byte HuffmanTables = 0xC4;
    internal const byte FirstRestart = 0xD0;
    internal const byte StartOfImage = 0xD8;
    internal const byte EndOfImage = 0xD9;
    internal const byte StartOfScan = 0xDA;
    internal const byte QuantizationTables = 0xDB;
    internal const byte RestartInterval = 0xDD;
    internal const byte FirstApplication = 0xE0;
    internal const byte Adobe = 0xEE;
    internal const byte LastApplication = 0xEF;
    internal const byte Comment = 0xFE;
    internal const byte Prefix = 0xFF;
}
