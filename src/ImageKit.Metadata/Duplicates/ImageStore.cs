using System.Globalization;
using System.Text;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.PerceptualHashing;

namespace ImageKit.Metadata.Duplicates;

/// <summary>
/// What is needed of very many images to group them and to choose among them, in little memory. Neighbors in a listing share
/// most of their URL, so each keeps only what differs from the one before; blocks bound how far reading goes back.
/// </summary>
internal sealed class ImageStore
{
    private const int BlockCount = 16;
    private const int ChunkBytes = 1 << 20;
    private const int ChunkBits = 11;
    private const char Separator = '\0';
    private const string NameIsInUrl = "\u0001";
    private const long Unknown = long.MinValue;

    private readonly List<byte[]> _chunks = [];
    private readonly List<(int Chunk, int Offset)> _blocks = [];
    private readonly ChunkedList<Measures> _measures = new(ChunkBits);
    private readonly ChunkedList<(uint FileId, uint FileUrl)> _keys = new(ChunkBits);
    private byte[] _pending = new byte[4096];
    private int _pendingLength;
    private byte[] _previous = [];
    private int _chunkLength;

    public int Count => _measures.Count;

    /// <summary>Hashes of the file's ID and URL, by which records of one file are found; 0 for none.</summary>
    public (uint FileId, uint FileUrl) KeysOf(int position) => _keys[position];

    /// <summary>When the image was last changed, in milliseconds since 1970; null if that is not known.</summary>
    public long? UpdatedAtOf(int position) => _measures[position].UpdatedAt is long time and not Unknown ? time : null;

    public void Add(DuplicateMember image)
    {
        ImageIdentity identity = IdentityOf(image);
        _keys.Add((HashOf(identity.FileId), HashOf(identity.FileUrl)));
        _measures.Add(new Measures(
            (double)Math.Max(0, image.Width ?? 0) * Math.Max(0, image.Height ?? 0),
            image.Size ?? Unknown,
            ContentVersion.Of(image.Url?.Trim(), null, image.UpdatedAt).UpdatedAt ?? Unknown,
            image.ToName().Length));
        Append(Encoding.UTF8.GetBytes(ToText(image)));
    }

    /// <summary>What is known of an image. Its hash is not.</summary>
    public DuplicateMember Read(int position)
    {
        string[] fields = ReadText(position).Split(Separator);
        string? Text(int index) => fields[index].Length == 0 ? null : fields[index];
        long? Number(int index) => fields[index].Length == 0 ? null : long.Parse(fields[index], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return new DuplicateMember
        {
            Url = Text(0),
            Path = Text(1),
            Name = fields[2] == NameIsInUrl ? ImagePreference.NameIn(Text(0)) : Text(2),
            FileId = Text(3),
            Format = Text(4),
            Width = Number(5),
            Height = Number(6),
            Size = _measures[position].Size is long size and not Unknown ? size : null,
            UpdatedAt = UpdatedAtOf(position) is long time ? DateTimeOffset.FromUnixTimeMilliseconds(time).UtcDateTime : null,
        };
    }

    public static ImageIdentity IdentityOf(DuplicateMember image) => image is { Url: null, FileId: null, Path: string path }
        ? ImageIdentity.OfPath(path)
        : ImageIdentity.Of(image.Url, image.FileId);

    /// <summary>How an image stands in the order of preference, without its address.</summary>
    public ImagePreference MeasuresOf(int position)
    {
        Measures measures = _measures[position];
        return new ImagePreference(measures.Pixels, Math.Max(0, measures.Size), UpdatedAtOf(position), measures.NameLength, string.Empty);
    }

    /// <summary>The positions in order of preference; those of images that are equal in all that is known stay in order.</summary>
    public int[] OrderByPreference(int[] positions)
    {
        int[] order = [.. Enumerable.Range(0, positions.Length)];
        Array.Sort(order, (left, right) => Compare(left, right) is int difference and not 0 ? difference : left.CompareTo(right));

        // Addresses are read only where they decide.
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && Compare(order[start], order[end]) == 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                (ImagePreference Preference, int Index)[] equal = [.. order.Skip(start).Take(end - start).Select(index => (WithAddress(positions[index]), index))];
                Array.Sort(equal, (left, right) => left.Preference.CompareTo(right.Preference) is int difference and not 0 ? difference : left.Index.CompareTo(right.Index));
                for (int i = 0; i < equal.Length; i++)
                {
                    order[start + i] = equal[i].Index;
                }
            }

            start = end;
        }

        return order;

        ImagePreference WithAddress(int position) => MeasuresOf(position) with { Address = AddressOf(Read(position)) };
        int Compare(int left, int right) => MeasuresOf(positions[left]).CompareMeasures(MeasuresOf(positions[right]));
    }

    private static string AddressOf(DuplicateMember image) =>
        image.Url is null && image.FileId is null ? image.Path ?? string.Empty : ImageIdentity.ToText(image.Url, image.FileId);

    private static string ToText(DuplicateMember image)
    {
        // The URL comes first: it is what neighbors share. Mostly it ends with the name.
        string? name = image.Name is { Length: > 0 } && image.Name == ImagePreference.NameIn(image.Url) ? NameIsInUrl : image.Name;
        object?[] fields = [image.Url, image.Path, name, image.FileId, image.Format, image.Width, image.Height];
        return string.Join("\0", fields.Select(field => field is string text ? text.Replace("\0", string.Empty) : Convert.ToString(field, CultureInfo.InvariantCulture)));
    }

    /// <summary>FNV-1a. Records with equal keys are compared in full: among a million files, about 100 pairs have equal keys by chance.</summary>
    private static uint HashOf(string? text)
    {
        if (text is null)
        {
            return 0;
        }

        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash == 0 ? 1 : hash;
    }

    private void Append(byte[] text)
    {
        // This image's measures are already counted.
        int indexInBlock = (Count - 1) % BlockCount;
        if (indexInBlock == 0 && Count > 1)
        {
            Flush();
        }

        int shared = 0;
        int limit = indexInBlock == 0 ? 0 : Math.Min(_previous.Length, text.Length);
        while (shared < limit && _previous[shared] == text[shared])
        {
            shared++;
        }

        Reserve(text.Length - shared + 10);
        Write(shared);
        Write(text.Length - shared);
        Buffer.BlockCopy(text, shared, _pending, _pendingLength, text.Length - shared);
        _pendingLength += text.Length - shared;
        _previous = text;
    }

    private string ReadText(int position)
    {
        int block = position / BlockCount;
        byte[] source = block < _blocks.Count ? _chunks[_blocks[block].Chunk] : _pending;
        int offset = block < _blocks.Count ? _blocks[block].Offset : 0;
        byte[] text = new byte[256];
        int length = 0;
        for (int i = 0; i <= position % BlockCount; i++)
        {
            int shared = ReadNumber(source, ref offset);
            int rest = ReadNumber(source, ref offset);
            length = shared + rest;
            if (text.Length < length)
            {
                Array.Resize(ref text, 2 * length);
            }

            Buffer.BlockCopy(source, offset, text, shared, rest);
            offset += rest;
        }

        return Encoding.UTF8.GetString(text, 0, length);
    }

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

    /// <summary>Seven bits per byte; the eighth is set in all but the last.</summary>
    private void Write(int number)
    {
        while (number >= 0x80)
        {
            _pending[_pendingLength++] = (byte)(number | 0x80);
            number >>= 7;
        }

        _pending[_pendingLength++] = (byte)number;
    }

    private static int ReadNumber(byte[] source, ref int offset)
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

    private readonly record struct Measures(double Pixels, long Size, long UpdatedAt, int NameLength);
}
