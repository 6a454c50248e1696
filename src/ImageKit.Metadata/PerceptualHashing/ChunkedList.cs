namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>A list of millions of items. One array that doubles would need three times the memory at the moment of doubling.</summary>
/// <param name="chunkBits">The logarithm of the number of items in a chunk.</param>
internal sealed class ChunkedList<T>(int chunkBits)
{
    private readonly List<T[]> _chunks = [];
    private readonly int _chunkSize = 1 << chunkBits;

    public int Count { get; private set; }

    public T this[int index] => _chunks[index >> chunkBits][index & (_chunkSize - 1)];

    public void Add(T item)
    {
        if ((Count & (_chunkSize - 1)) == 0)
        {
            _chunks.Add(new T[_chunkSize]);
        }

        _chunks[Count >> chunkBits][Count & (_chunkSize - 1)] = item;
        Count++;
    }

    /// <summary>The items where they are, in order.</summary>
    public ArraySegment<T>[] ToSegments() =>
        [.. _chunks.Select((chunk, i) => new ArraySegment<T>(chunk, 0, Math.Min(_chunkSize, Count - (i << chunkBits))))];
}
