using System.Runtime.InteropServices;

namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>The samples of a component, of the MCU row that was read last and of the one before it.</summary>
internal sealed class JpegPlane : IDisposable
{
    /// <summary>How many MCUs are read before their coefficients, which then are still in the cache, become samples.</summary>
    internal const int McuCount = InverseDct.BlockCount;

    private readonly int _stride;
    private readonly int _mcuHeight;
    private readonly NativeBuffer _coefficients;
    private readonly byte[] _samples;
    private int _dc;

    /// <param name="component">The component.</param>
    /// <param name="mcusAcross">The number of MCUs in a row of the image.</param>
    /// <param name="height">The number of rows of samples.</param>
    internal JpegPlane(JpegComponent component, int mcusAcross, int height)
    {
        Component = component;
        Height = height;
        int groupCount = BaselineJpeg.DivideUp(mcusAcross, McuCount);
        _stride = groupCount * McuCount * component.Across * InverseDct.BlockSize;
        _mcuHeight = component.Down * InverseDct.BlockSize;
        _coefficients = new NativeBuffer(component.Across * component.Down * InverseDct.CoefficientCount * sizeof(int));
        _samples = new byte[2 * _mcuHeight * _stride];
    }

    internal JpegComponent Component { get; }

    internal int Height { get; }

    private Span<int> Coefficients => MemoryMarshal.Cast<byte, int>(_coefficients.Span);

    public void Dispose() => _coefficients.Dispose();

    internal void StartInterval() => _dc = 0;

    /// <summary>Reads the blocks of an MCU.</summary>
    /// <param name="reader">Reads the coefficients.</param>
    /// <param name="column">The position of the MCU in its row.</param>
    /// <returns>False if the data is damaged.</returns>
    internal bool ReadMcu(CoefficientReader reader, int column)
    {
        Span<int> coefficients = Coefficients;
        for (int y = 0; y < Component.Down; y++)
        {
            for (int x = 0; x < Component.Across; x++)
            {
                int block = (column % McuCount * Component.Across) + x;
                int group = (y * Component.Across) + (block / InverseDct.BlockCount);
                int start = (group * InverseDct.CoefficientCount) + (block % InverseDct.BlockCount);
                if (!reader.ReadBlock(Component, ref _dc, coefficients[start..]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Turns the coefficients of the MCUs that were read into samples.</summary>
    /// <param name="row">The row of the last MCU.</param>
    /// <param name="column">Its position in the row.</param>
    internal void Transform(int row, int column)
    {
        int left = column / McuCount * McuCount * Component.Across * InverseDct.BlockSize;
        for (int group = 0; group < Component.Across * Component.Down; group++)
        {
            int x = left + (group % Component.Across * InverseDct.BlockCount * InverseDct.BlockSize);
            int y = (row % 2 * _mcuHeight) + (group / Component.Across * InverseDct.BlockSize);
            InverseDct.Transform(
                Coefficients.Slice(group * InverseDct.CoefficientCount, InverseDct.CoefficientCount),
                Component.Quantization,
                _samples.AsSpan((y * _stride) + x),
                _stride);
        }
    }

    /// <summary>A row of samples. Beyond the edges of the image the nearest row repeats.</summary>
    internal ReadOnlySpan<byte> GetRow(int y) =>
        _samples.AsSpan(Math.Clamp(y, 0, Height - 1) % (2 * _mcuHeight) * _stride, _stride);
}
