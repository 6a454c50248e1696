using ImageKit.Metadata.PerceptualHashing;

namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>
/// Decodes a baseline JPEG image to gray values, row by row from the top. SkiaSharp yields the same values in twice the time: its
/// libjpeg-turbo for Linux has no vector instructions.
/// </summary>
internal sealed class BaselineJpegDecoder : IDisposable
{
    /// <summary>How many pixels are converted at a time: few enough for the cache of the processor.</summary>
    private const int PieceWidth = 256;

    private readonly BaselineJpeg _image;
    private readonly JpegComponent _luma;
    private readonly JpegScan _scan;
    private readonly CoefficientReader _reader;
    private readonly JpegPlane[] _planes;
    private readonly ushort[] _samples;
    private readonly byte[] _cb;
    private readonly byte[] _cr;
    private readonly byte[] _piece = new byte[4 * PieceWidth];
    private int _mcuRowCount;
    private int _rowCount;

    private BaselineJpegDecoder(BaselineJpeg image, JpegScan scan)
    {
        _image = image;
        _scan = scan;
        _reader = new CoefficientReader(scan);
        _luma = image.Components[0];
        _planes = [.. image.Components.Select(component =>
            new JpegPlane(component, image.McusAcross, BaselineJpeg.DivideUp(image.Height * component.Down, _luma.Down)))];
        _samples = new ushort[1 + BaselineJpeg.DivideUp(image.Width, _luma.Across) + 1];
        _cb = new byte[image.McusAcross * _luma.Across * InverseDct.BlockSize];
        _cr = new byte[_cb.Length];
    }

    public void Dispose()
    {
        _scan.Dispose();
        Array.ForEach(_planes, plane => plane.Dispose());
    }

    /// <returns>Null if the scan is damaged.</returns>
    internal static BaselineJpegDecoder? Open(BaselineJpeg image, ReadOnlySpan<byte> file)
    {
        int intervalCount = image.RestartInterval == 0 ? 1 : BaselineJpeg.DivideUp(image.McusAcross * image.McusDown, image.RestartInterval);
        return JpegScan.Read(file[image.ScanStart..], intervalCount) is { } scan ? new BaselineJpegDecoder(image, scan) : null;
    }

    /// <summary>Decodes the next row.</summary>
    /// <param name="gray">Receives the gray value of each pixel.</param>
    /// <returns>False if the data is damaged.</returns>
    internal bool ReadRow(Span<byte> gray)
    {
        int y = _rowCount++;
        // The chroma of the last row of an MCU is mixed with that of the MCU below.
        int lastRow = Math.Min(y + _luma.Down - 1, _image.Height - 1);
        while (_mcuRowCount * _luma.Down * InverseDct.BlockSize <= lastRow)
        {
            if (!ReadMcuRow())
            {
                return false;
            }
        }

        bool hasColors = _planes.Length > 1;
        ReadOnlySpan<byte> luma = _planes[0].GetRow(y)[.._cb.Length];
        ReadOnlySpan<byte> cb = hasColors ? Upsample(_planes[1], y, _cb) : default, cr = hasColors ? Upsample(_planes[2], y, _cr) : default;
        for (int x = 0; x < gray.Length; x += PieceWidth)
        {
            int count = Math.Min(PieceWidth, luma.Length - x);
            if (hasColors)
            {
                YCbCrConversion.ToRgb(luma.Slice(x, count), cb.Slice(x, count), cr.Slice(x, count), _piece);
            }
            else
            {
                YCbCrConversion.ToRgb(luma.Slice(x, count), _piece);
            }

            GrayConversion.Convert(_piece, gray.Slice(x, Math.Min(PieceWidth, gray.Length - x)));
        }

        return true;
    }

    /// <summary>The row of a chroma component that belongs to a row of the image, as wide as the image.</summary>
    private ReadOnlySpan<byte> Upsample(JpegPlane plane, int y, byte[] row)
    {
        if (_luma.Across == 1)
        {
            return plane.GetRow(y);
        }

        Span<ushort> samples = _samples.AsSpan(1, _samples.Length - 2);
        if (_luma.Down == 1)
        {
            YCbCrConversion.Widen(plane.GetRow(y), samples);
            YCbCrConversion.Upsample(_samples, scaleBits: 0, row);
        }
        else
        {
            bool isUpper = y % 2 == 0;
            YCbCrConversion.Mix(plane.GetRow(y / 2), plane.GetRow((y / 2) + (isUpper ? -1 : 1)), samples);
            YCbCrConversion.Upsample(_samples, scaleBits: 2, row);
        }

        return row;
    }

    private bool ReadMcuRow()
    {
        for (int column = 0; column < _image.McusAcross; column++)
        {
            if (!StartInterval((_mcuRowCount * _image.McusAcross) + column))
            {
                return false;
            }

            foreach (JpegPlane plane in _planes)
            {
                if (!plane.ReadMcu(_reader, column))
                {
                    return false;
                }
            }

            if ((column + 1) % JpegPlane.McuCount == 0 || column + 1 == _image.McusAcross)
            {
                foreach (JpegPlane plane in _planes)
                {
                    plane.Transform(_mcuRowCount, column);
                }
            }
        }

        _mcuRowCount++;
        return _reader.IsWithinInterval;
    }

    /// <summary>Starts the restart interval that starts at an MCU, if one does.</summary>
    /// <returns>False if the interval before it is damaged.</returns>
    private bool StartInterval(int mcu)
    {
        if (mcu > 0 && (_image.RestartInterval == 0 || mcu % _image.RestartInterval > 0))
        {
            return true;
        }

        bool isIntact = _reader.IsWithinInterval;
        _reader.StartInterval();
        foreach (JpegPlane plane in _planes)
        {
            plane.StartInterval();
        }

        return isIntact;
    }
}
