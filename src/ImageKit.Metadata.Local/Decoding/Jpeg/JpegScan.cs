namespace ImageKit.Metadata.Decoding.Jpeg;

/// <summary>The entropy-coded data of a scan without markers and stuffed zeros.</summary>
internal sealed class JpegScan : IDisposable
{
    /// <summary>How far a reader may read beyond the end.</summary>
    internal const int Padding = 256;

    private readonly NativeBuffer _data;

    /// <summary>Where each restart interval ends.</summary>
    private readonly List<int> _ends = [];

    private JpegScan(int length) => _data = new NativeBuffer(length);

    internal ReadOnlySpan<byte> Data => _data.Span;

    public void Dispose() => _data.Dispose();

    /// <param name="file">The file from the start of the scan.</param>
    /// <param name="intervalCount">The number of restart intervals that the scan should have.</param>
    /// <returns>Null if the scan is damaged.</returns>
    internal static JpegScan? Read(ReadOnlySpan<byte> file, int intervalCount)
    {
        var scan = new JpegScan(file.Length + Padding);
        if (scan.Copy(file, intervalCount))
        {
            return scan;
        }

        scan.Dispose();
        return null;
    }

    internal (int Start, int End) GetInterval(int index) => (index == 0 ? 0 : _ends[index - 1], _ends[index]);

    private bool Copy(ReadOnlySpan<byte> file, int intervalCount)
    {
        Span<byte> target = _data.Span;
        int length = 0;
        while (true)
        {
            int count = file.IndexOf(JpegMarker.Prefix);
            if (count < 0 || count + 1 >= file.Length)
            {
                return false;
            }

            byte marker = file[count + 1];
            // 0xFF in the data is followed by a zero.
            int copied = marker == 0 ? count + 1 : count;
            file[..copied].CopyTo(target[length..]);
            length += copied;
            file = file[(count + 2)..];
            if (marker == 0)
            {
                continue;
            }

            _ends.Add(length);
            if (_ends.Count == intervalCount)
            {
                return marker == JpegMarker.EndOfImage;
            }

            // Restarts are numbered from 0 to 7, again and again.
            if (marker != JpegMarker.FirstRestart + ((_ends.Count - 1) % 8))
            {
                return false;
            }
        }
    }
}
