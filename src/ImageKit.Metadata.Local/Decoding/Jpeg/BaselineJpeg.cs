using System.Buffers.Binary;

namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>
/// The headers of a JPEG file of the kind that cameras and encoders write by default: baseline, one scan, grayscale or YCbCr
/// with chroma subsampling 4:4:4, 4:2:2 or 4:2:0.
/// </summary>
internal sealed class BaselineJpeg
{
    /// <summary>ITU-T T.81, table F.1.</summary>
    private const int MaximumDcSize = 11;

    /// <summary>ITU-T T.81, table F.2.</summary>
    private const int MaximumAcSize = 10;

    private const int BlockLength = 64;

    private readonly int[]?[] _quantization = new int[4][];
    private readonly HuffmanTable?[] _dc = new HuffmanTable[4];
    private readonly HuffmanTable?[] _ac = new HuffmanTable[4];
    private byte[] _frame = [];

    private BaselineJpeg()
    {
    }

    internal int Width { get; private set; }

    internal int Height { get; private set; }

    /// <summary>The luma component, then those of Cb and Cr if the image has colors.</summary>
    internal JpegComponent[] Components { get; private set; } = [];

    /// <summary>The number of MCUs, the units of one or more blocks of each component, side by side.</summary>
    internal int McusAcross { get; private set; }

    /// <summary>The number of rows of MCUs.</summary>
    internal int McusDown { get; private set; }

    /// <summary>The number of MCUs between two restarts, or 0.</summary>
    internal int RestartInterval { get; private set; }

    /// <summary>The position of the entropy-coded data in the file.</summary>
    internal int ScanStart { get; private set; }

    /// <summary>A quotient, rounded up.</summary>
    internal static int DivideUp(int count, int size) => (count + size - 1) / size;

    /// <returns>Null if the file is of another kind or damaged.</returns>
    internal static BaselineJpeg? Read(ReadOnlySpan<byte> file)
    {
        var jpeg = new BaselineJpeg();
        int position = 2;
        while (position + 4 <= file.Length && file[position] == JpegMarker.Prefix)
        {
            byte marker = file[position + 1];
            position += 2;
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[position..]);
            if (length < 2 || position + length > file.Length)
            {
                return null;
            }

            ReadOnlySpan<byte> segment = file[(position + 2)..(position + length)];
            position += length;
            if (marker == JpegMarker.StartOfScan)
            {
                jpeg.ScanStart = position;
                return jpeg.ReadScan(segment) ? jpeg : null;
            }

            if (!jpeg.ReadSegment(marker, segment))
            {
                return null;
            }
        }

        return null;
    }

    private bool ReadSegment(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case JpegMarker.BaselineFrame:
                _frame = segment.ToArray();
                return true;
            case JpegMarker.HuffmanTables:
                return ReadHuffmanTables(segment);
            case JpegMarker.QuantizationTables:
                return ReadQuantizationTables(segment);
            case JpegMarker.RestartInterval when segment.Length == 2:
                RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                return true;
            case JpegMarker.Adobe when segment.StartsWith("Adobe"u8):
                // The color transform; 1 stands for YCbCr.
                return segment.Length >= 12 && segment[11] == 1;
            default:
                return marker is >= JpegMarker.FirstApplication and <= JpegMarker.LastApplication or JpegMarker.Comment;
        }
    }

    private bool ReadQuantizationTables(ReadOnlySpan<byte> segment)
    {
        for (; segment.Length > 0; segment = segment[(1 + BlockLength)..])
        {
            // The upper half of the byte is not 0 if the factors have 16 bits.
            if (segment.Length < 1 + BlockLength || segment[0] >= _quantization.Length)
            {
                return false;
            }

            int[] factors = new int[BlockLength];
            for (int i = 0; i < factors.Length; i++)
            {
                factors[CoefficientReader.Positions[i]] = segment[1 + i];
            }

            _quantization[segment[0]] = factors;
        }

        return true;
    }

    private bool ReadHuffmanTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 17)
        {
            ReadOnlySpan<byte> counts = segment[1..17];
            int count = 0;
            foreach (byte ofLength in counts)
            {
                count += ofLength;
            }

            bool isDc = segment[0] < 0x10;
            int index = segment[0] & 15;
            if ((segment[0] >> 4) > 1 || index >= _dc.Length || count > 256 || segment.Length < 17 + count)
            {
                return false;
            }

            ReadOnlySpan<byte> symbols = segment.Slice(17, count);
            foreach (byte symbol in symbols)
            {
                if (isDc ? symbol > MaximumDcSize : (symbol & 15) > MaximumAcSize)
                {
                    return false;
                }
            }

            (isDc ? _dc : _ac)[index] = HuffmanTable.Create(counts, symbols);
            segment = segment[(17 + count)..];
        }

        return segment.Length == 0;
    }

    private bool ReadScan(ReadOnlySpan<byte> scan)
    {
        ReadOnlySpan<byte> frame = _frame;
        if (frame.Length < 6 || frame[0] != 8 || frame[5] is not (1 or 3) || frame.Length != 6 + (3 * frame[5])
            || scan.Length != 4 + (2 * frame[5]) || scan[0] != frame[5] || !scan[^3..].SequenceEqual<byte>([0, BlockLength - 1, 0]))
        {
            return false;
        }

        Height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);
        Width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        Components = new JpegComponent[frame[5]];
        for (int i = 0; i < Components.Length; i++)
        {
            if (CreateComponent(i, frame.Slice(6 + (3 * i), 3), scan.Slice(1 + (2 * i), 2)) is not { } component)
            {
                return false;
            }

            Components[i] = component;
        }

        // libjpeg upsamples the chroma of narrower images in another way.
        if (Width <= 4 || Height == 0 || !HasKnownSampling())
        {
            return false;
        }

        McusAcross = DivideUp(Width, Components[0].Across * InverseDct.BlockSize);
        McusDown = DivideUp(Height, Components[0].Down * InverseDct.BlockSize);
        return true;
    }

    private JpegComponent? CreateComponent(int index, ReadOnlySpan<byte> inFrame, ReadOnlySpan<byte> inScan)
    {
        int dc = inScan[1] >> 4, ac = inScan[1] & 15;
        // Other numbers than 1, 2 and 3 can stand for another color space.
        if (inFrame[0] != index + 1 || inScan[0] != inFrame[0] || inFrame[2] >= _quantization.Length || dc >= _dc.Length || ac >= _ac.Length
            || _quantization[inFrame[2]] is not { } quantization || _dc[dc] is not { } dcTable || _ac[ac] is not { } acTable)
        {
            return null;
        }

        // The blocks of a single component are in the order of the image, whatever its sampling factors.
        (int across, int down) = Components.Length == 1 ? (1, 1) : (inFrame[1] >> 4, inFrame[1] & 15);
        return new JpegComponent(across, down, quantization, dcTable, acTable);
    }

    private bool HasKnownSampling() =>
        (Components[0].Across, Components[0].Down) is (1, 1) or (2, 1) or (2, 2)
        && Components.Skip(1).All(chroma => (chroma.Across, chroma.Down) == (1, 1));
}
