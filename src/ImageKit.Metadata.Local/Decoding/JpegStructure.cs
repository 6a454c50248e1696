using System.Buffers.Binary;

namespace ImageKit.Metadata.Decoding;

/// <summary>What the markers of a JPEG file say about it, without its pixels being decoded.</summary>
/// <param name="IsComplete">Whether the image has an end.</param>
/// <param name="IsProgressive">Whether the image is stored in passes, all of which have to be in memory to show it.</param>
/// <param name="ScanCount">How many passes there are.</param>
internal readonly record struct JpegStructure(bool IsComplete, bool IsProgressive, int ScanCount)
{
    /// <summary>Encoders write about ten; a file of thousands is made to keep a decoder busy.</summary>
    internal const int MaximumScanCount = 100;

    private const byte Prefix = 0xFF;

    internal static JpegStructure Read(ReadOnlySpan<byte> file)
    {
        bool isProgressive = false;
        int scanCount = 0;
        while (true)
        {
            // Pixels contain no marker but restarts; a 0xFF among them is followed by 0.
            int start = file.IndexOf(Prefix);
            if (start < 0 || start + 1 >= file.Length)
            {
                return new JpegStructure(false, isProgressive, scanCount);
            }

            byte marker = file[start + 1];
            switch (marker)
            {
                case Prefix:
                    file = file[(start + 1)..];
                    continue;
                case 0x00 or 0x01 or (>= 0xD0 and <= 0xD8):
                    file = file[(start + 2)..];
                    continue;
                case 0xD9:
                    return new JpegStructure(scanCount > 0, isProgressive, scanCount);
                case 0xDA:
                    scanCount++;
                    break;
                case 0xC2 or 0xC6 or 0xCA or 0xCE:
                    isProgressive = true;
                    break;
            }

            file = file[(start + 2)..];
            int length = file.Length < 2 ? 2 : BinaryPrimitives.ReadUInt16BigEndian(file);
            file = file[Math.Min(length, file.Length)..];
        }
    }
}
