namespace ImageKit.Metadata.Json;

/// <summary>One line of a file.</summary>
/// <param name="Offset">Where it begins, in bytes, a byte order mark not counted to it.</param>
/// <param name="Bytes">The line without its end; valid until the next one is read.</param>
/// <param name="IsTerminated">Whether the line has an end: the last one of a file that was cut off has none.</param>
internal readonly record struct JsonLine(long Offset, ReadOnlyMemory<byte> Bytes, bool IsTerminated)
{
    // A response has at most 16 MB.
    private const int LongestLine = 64 * 1024 * 1024;

    /// <summary>Reads a file line by line, in memory for the longest line.</summary>
    /// <remarks>Editors put a byte order mark at the head of a file, and <c>cat</c> moves it to the middle.</remarks>
    /// <exception cref="InvalidDataException">A line is longer than any that was written by this module.</exception>
    public static IEnumerable<JsonLine> ReadAll(Stream stream)
    {
        byte[] buffer = new byte[256 * 1024];
        long offset = 0;
        int start = 0;
        int end = 0;
        while (true)
        {
            int length = Array.IndexOf(buffer, (byte)'\n', start, end - start) - start;
            if (length >= 0)
            {
                yield return WithoutMark(offset, buffer.AsMemory(start, length), isTerminated: true);
                start += length + 1;
                offset += length + 1;
                continue;
            }

            Array.Copy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            if (end == buffer.Length)
            {
                if (end >= LongestLine)
                {
                    throw new InvalidDataException("It has a line of more than 64 MB, which no checkpoint file has.");
                }

                Array.Resize(ref buffer, buffer.Length * 2);
            }

            int read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                if (end > 0)
                {
                    yield return WithoutMark(offset, buffer.AsMemory(0, end), isTerminated: false);
                }

                yield break;
            }

            end += read;
        }
    }

    private static JsonLine WithoutMark(long offset, ReadOnlyMemory<byte> line, bool isTerminated)
    {
        ReadOnlyMemory<byte> bytes = JsonRepair.WithoutByteOrderMark(line);
        return new JsonLine(offset + line.Length - bytes.Length, bytes, isTerminated);
    }
}
