namespace ImageKit.Metadata.Bulk;

/// <summary>
/// Parses on another thread the lines that follow in a checkpoint file: a run mostly requests the images in the order of the
/// one before. Used by one thread.
/// </summary>
/// <param name="readBlock">Reads from an offset; empty at the end of the file.</param>
internal sealed class CheckpointReadAhead(Func<long, int, byte[]> readBlock) : IDisposable
{
    // Larger arrays would be collected rarely, and a long run would hold hundreds of megabytes.
    private const int BlockSize = 64 * 1024;

    // So many lines in a row show that the file is read in its order.
    private const int LinesInOrder = 32;

    private readonly ExifInterest _exif = new();
    private IEnumerator<CheckpointLine>? _lines;
    private long _next;
    private int _inOrder;

    /// <summary>Takes the record of a line; null if it was not read ahead.</summary>
    public CheckpointRecord? Take(long offset, int length)
    {
        _inOrder = offset >= _next && offset - _next < BlockSize ? _inOrder + 1 : 0;
        _next = offset + length + 1;
        if (_inOrder < LinesInOrder)
        {
            Stop();
            return null;
        }

        if (_lines is null)
        {
            _lines = ReadAhead.Enumerate(ReadLines(offset), line => line.Bytes.Length).GetEnumerator();
            MoveNext();
        }

        while (_lines?.Current.Offset < offset)
        {
            MoveNext();
        }

        return _lines?.Current is CheckpointLine line && line.Offset == offset && line.Bytes.Length == length ? line.Record : null;
    }

    public void Dispose() => Stop();

    private void MoveNext()
    {
        if (!_lines!.MoveNext())
        {
            Stop();
        }
    }

    private void Stop()
    {
        _inOrder = _lines is null ? _inOrder : 0;
        _lines?.Dispose();
        _lines = null;
    }

    private IEnumerable<CheckpointLine> ReadLines(long offset)
    {
        for (int size = BlockSize; readBlock(offset, size) is { Length: > 0 } block;)
        {
            int start = 0;
            while (Array.IndexOf(block, (byte)'\n', start) is int end and >= 0)
            {
                // Metadata keeps the bytes of its line; who keeps the metadata of some images shall not keep whole blocks.
                ReadOnlyMemory<byte> bytes = block.AsSpan(start, end - start).ToArray();
                if (CheckpointRecord.TryParse(bytes) is CheckpointRecord record)
                {
                    record.Prepare(_exif);
                    yield return new CheckpointLine(offset + start, bytes, record);
                }

                start = end + 1;
            }

            if (start == 0 && block.Length < size)
            {
                yield break;
            }

            // A line that is longer than a block takes a larger one.
            size = start == 0 ? size * 2 : BlockSize;
            offset += start;
        }
    }
}
