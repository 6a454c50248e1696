using System.Buffers.Binary;

namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>
/// What the markers of a JPEG file say about it, without its pixels being decoded. The decoder fills in what is missing at
/// the end, and does not say so.
/// </summary>
internal sealed class JpegStructure
{
    /// <summary>Encoders write about ten; a file of thousands is made to keep a decoder busy.</summary>
    internal const int MaximumScanCount = 100;

    private long _blockCount;
    private long _scanLength;
    private bool _isArithmetic;
    private bool _hasEnd;

    private JpegStructure()
    {
    }

    /// <summary>Whether all passes have to be in memory to show the image.</summary>
    internal bool IsProgressive { get; private set; }

    /// <summary>How many passes there are.</summary>
    internal int ScanCount { get; private set; }

    /// <summary>
    /// Whether the image has an end, and enough before it: a block of 8 x 8 pixels takes at least one bit in the first pass of
    /// a progressive image and two in any other image.
    /// </summary>
    internal bool IsComplete => _hasEnd && ScanCount > 0 && (_isArithmetic || _scanLength * 8 >= _blockCount * (IsProgressive ? 1 : 2));

    internal static JpegStructure Read(ReadOnlySpan<byte> file)
    {
        var structure = new JpegStructure();
        int position = 0;
        int scanStart = -1;
        while (!structure._hasEnd)
        {
            int distance = file[position..].IndexOf(JpegMarker.Prefix);
            if (distance < 0 || position + distance + 1 >= file.Length)
            {
                break;
            }

            position += distance;
            byte marker = file[position + 1];
            if (marker == JpegMarker.Prefix)
            {
                position++;
                continue;
            }

            // A 0xFF of the pixels is followed by 0. Restarts are part of a scan.
            if (marker is 0x00 or 0x01 or (>= JpegMarker.FirstRestart and <= JpegMarker.StartOfImage))
            {
                position += 2;
                continue;
            }

            if (scanStart >= 0)
            {
                structure._scanLength += position - scanStart;
                scanStart = -1;
            }

            structure._hasEnd = marker == JpegMarker.EndOfImage;
            position += 2;
            int length = position + 2 > file.Length ? 2 : BinaryPrimitives.ReadUInt16BigEndian(file[position..]);
            ReadOnlySpan<byte> segment = file.Slice(position, Math.Min(length, file.Length - position));
            position += segment.Length;
            if (marker == JpegMarker.StartOfScan)
            {
                structure.ScanCount++;
                scanStart = position;
            }
            else if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                structure.ReadFrame(marker, segment);
            }
        }

        return structure;
    }

    private void ReadFrame(byte marker, ReadOnlySpan<byte> segment)
    {
        IsProgressive = (marker & 3) == 2;
        _isArithmetic = marker > 0xC8;
        if (segment.Length < 8 || segment.Length < 8 + (3 * segment[7]))
        {
            return;
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), width = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
        int across = 1, down = 1;
        for (int pass = 0; pass < 2; pass++)
        {
            _blockCount = 0;
            for (int channel = 0; channel < segment[7]; channel++)
            {
                byte sampling = segment[9 + (3 * channel)];
                across = Math.Max(across, sampling >> 4);
                down = Math.Max(down, sampling & 15);
                _blockCount += Blocks(width, sampling >> 4, across) * Blocks(height, sampling & 15, down);
            }
        }
    }

    private static long Blocks(int size, int sampling, int maximum) => ((size * sampling / maximum) + 7) / 8;
}
