using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Bulk;

/// <summary>Reads the lines of a checkpoint file in order, one in memory at a time, and sorts out what is damaged.</summary>
/// <remarks>The path and the assurance, such as <c>; it has not been changed</c>, are for messages about a file that is refused.</remarks>
internal sealed class CheckpointScanner(string path, string assurance = "")
{
    /// <summary>How many lines are neither a record nor a header.</summary>
    public int DamagedLines { get; private set; }

    /// <summary>Where the last whole line ends.</summary>
    public long End { get; private set; }

    /// <summary>Whether the file has a header; one whose header was torn by a kill has nothing else.</summary>
    public bool HasHeader { get; private set; }

    /// <summary>Whether a line follows the <see cref="End"/> that a kill cut off.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>
    /// Reads the file from its start. The beginnings of lines are those up to the response or error, where a checksum vouches for the
    /// rest. There may be several headers to check: files may have been concatenated, with <c>cat</c>.
    /// </summary>
    /// <exception cref="CheckpointException">It is not a checkpoint file, or an editor spoiled it.</exception>
    public IEnumerable<CheckpointLine> Read(Stream file, bool beginningsOnly, Action<AccountHeader>? checkHeader = null)
    {
        file.Position = 0;
        foreach (JsonLine line in JsonLine.ReadAll(file))
        {
            if (!HasHeader)
            {
                if (!line.IsTerminated && AccountHeader.IsTorn(CheckpointFile.Kind, line.Bytes))
                {
                    yield break;
                }

                AccountHeader header = (line.IsTerminated ? AccountHeader.TryParse(CheckpointFile.Kind, line.Bytes) : null)
                    ?? throw new CheckpointException(InvalidHeaderMessage(line.Bytes) + assurance + ".");
                checkHeader?.Invoke(header);
                HasHeader = true;
                End = line.Offset + line.Bytes.Length + 1;
                continue;
            }

            if (!line.IsTerminated)
            {
                IsTorn = IsCutOff(line.Bytes.Span) ? true : throw Spoiled();
                yield break;
            }

            if (ReadLine(line, beginningsOnly, checkHeader) is CheckpointLine record)
            {
                yield return record;
            }

            End = line.Offset + line.Bytes.Length + 1;
        }
    }

    private string InvalidHeaderMessage(ReadOnlyMemory<byte> line) =>
        line.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? $"'{path}' is text in UTF-16, and a checkpoint file is in UTF-8"
            : AccountHeader.Begins(CheckpointFile.Kind, line) ? $"'{path}' is a checkpoint file of this module whose first line was changed"
            : $"'{path}' is not a checkpoint file of this module";

    private CheckpointLine? ReadLine(JsonLine line, bool beginningsOnly, Action<AccountHeader>? checkHeader)
    {
        // Editors on Windows end lines with both.
        ReadOnlyMemory<byte> bytes = line.Bytes.Span is [.., (byte)'\r'] ? line.Bytes.Slice(0, line.Bytes.Length - 1) : line.Bytes;
        if (!beginningsOnly)
        {
            // The record keeps them, and the buffer will have other lines.
            bytes = bytes.ToArray();
        }

        if (CheckpointRecord.TryParse(bytes, beginningsOnly) is CheckpointRecord record)
        {
            return new CheckpointLine(line.Offset, bytes, record);
        }

        if (AccountHeader.TryParse(CheckpointFile.Kind, bytes) is AccountHeader header)
        {
            checkHeader?.Invoke(header);
            return null;
        }

        DamagedLines++;
        int second = CheckpointRecord.FindSecond(bytes.Span);
        if (second < 0)
        {
            return null;
        }

        // A single flipped bit in the line end costs the first of two records. Anything else was not an accident of the disk.
        ReadOnlyMemory<byte> rest = bytes.Slice(second);
        return CheckpointRecord.TryParse(rest, beginningsOnly) is CheckpointRecord follower ? new CheckpointLine(line.Offset + second, rest, follower) : throw Spoiled();
    }

    /// <summary>Whether a last line without an end is what a kill leaves: the beginning of one record, or zeros.</summary>
    private static bool IsCutOff(ReadOnlySpan<byte> line)
    {
        if (line[0] != '{')
        {
            return IsBlank(line);
        }

        int second = CheckpointRecord.FindSecond(line);
        return second < 0 || IsBlank(line.Slice(second));
    }

    private static bool IsBlank(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b is not (0 or (byte)' ' or (byte)'\r' or (byte)'\t'))
            {
                return false;
            }
        }

        return true;
    }

    private CheckpointException Spoiled() =>
        new($"The lines of the checkpoint file '{path}' are not as this module wrote them; another program may have changed the line ends{assurance}.");
}
