using System.Text;

namespace ImageKit.Metadata.Duplicates;

/// <summary>
/// Addresses and sizes of very many images in little memory, for rules that need the whole set. Neighbours in a listing
/// share most of their URL, so each keeps only what differs from the one before; blocks bound how far reading goes back.
/// </summary>
internal sealed class ImageStore
{
    private const int BlockCount = 16;
    private const int ChunkBytes = 1 << 20;

    // Between URL and file id; neither has it.
    private const byte Separator = 0;

    private readonly List<byte[]> _chunks = [];
    private readonly List<(int Chunk, int Offset)> _blocks = [];
    private readonly List<long> _sizes = [];
    private readonly List<long> _pixels = [];
    private byte[] _pending = new byte[4096];
    private int _pendingLength;
    private byte[] _previous = [];
    private int _chunkLength;

    public int Count => _sizes.Count;

    public long SizeOf(int position) => _sizes[position];

    public long PixelsOf(int position) => _pixels[position];

    public void Add(string? url, string? fileId, long size, long pixels)
    {
        if (Count > 0 && Count % BlockCount == 0)
        {
            Flush();
        }

        byte[] text = Encode(url, fileId);
        int shared = 0;
        if (Count % BlockCount != 0)
        {
            int limit = Math.Min(_previous.Length, text.Length);
            while (shared < limit && _previous[shared] == text[shared])
            {
                shared++;
            }
        }

        Reserve(text.Length - shared + 10);
        Write(shared);
        Write(text.Length - shared);
        Buffer.BlockCopy(text, shared, _pending, _pendingLength, text.Length - shared);
        _pendingLength += text.Length - shared;
        _previous = text;
        _sizes.Add(size);
        _pixels.Add(pixels);
    }

    /// <summary>The address of an image; an empty text for none.</summary>
    public (string? Url, string? FileId) AddressOf(int position)
    {
        int block = position / BlockCount;
        byte[] source = block < _blocks.Count ? _chunks[_blocks[block].Chunk] : _pending;
        int offset = block < _blocks.Count ? _blocks[block].Offset : 0;
        byte[] text = [];
        for (int i = 0; i <= position % BlockCount; i++)
        {
            int shared = Read(source, ref offset);
            int own = Read(source, ref offset);
            byte[] next = new byte[shared + own];
            Buffer.BlockCopy(text, 0, next, 0, shared);
            Buffer.BlockCopy(source, offset, next, shared, own);
            offset += own;
            text = next;
        }

        int separator = Array.IndexOf(text, Separator);
        return (Decode(text, 0, separator), Decode(text, separator + 1, text.Length - separator - 1));
    }

    private static byte[] Encode(string? url, string? fileId) =>
        Encoding.UTF8.GetBytes((url?.Replace("\0", string.Empty) ?? string.Empty) + '\0' + fileId?.Replace("\0", string.Empty));

    private static string? Decode(byte[] text, int start, int length) => length == 0 ? null : Encoding.UTF8.GetString(text, start, length);

    private void Flush()
    {
        if (_chunks.Count == 0 || _chunks[_chunks.Count - 1].Length - _chunkLength < _pendingLength)
        {
            _chunks.Add(new byte[Math.Max(ChunkBytes, _pendingLength)]);
            _chunkLength = 0;
        }

        Buffer.BlockCopy(_pending, 0, _chunks[_chunks.Count - 1], _chunkLength, _pendingLength);
        _blocks.Add((_chunks.Count - 1, _chunkLength));
        _chunkLength += _pendingLength;
        _pendingLength = 0;
    }

    private void Reserve(int bytes)
    {
        if (_pending.Length - _pendingLength < bytes)
        {
            Array.Resize(ref _pending, Math.Max(_pending.Length * 2, _pendingLength + bytes));
        }
    }

    /// <summary>Seven bits a byte, the last one without the eighth.</summary>
    private void Write(int number)
    {
        while (number >= 0x80)
        {
            _pending[_pendingLength++] = (byte)(number | 0x80);
            number >>= 7;
        }

        _pending[_pendingLength++] = (byte)number;
    }

    private static int Read(byte[] source, ref int offset)
    {
        int number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = source[offset++];
            number |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }
    }
}
