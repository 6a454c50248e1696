namespace ImageKit.Metadata.Emulator;

/// <summary>The pictures drawn last. Thread-safe.</summary>
/// <param name="capacity">Bytes kept at most.</param>
internal sealed class PictureCache(long capacity)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, byte[] Bytes)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, byte[] Bytes)> _latestFirst = new();
    private long _size;

    public byte[]? Find(string key)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out LinkedListNode<(string Key, byte[] Bytes)>? node))
            {
                return null;
            }

            _latestFirst.Remove(node);
            _latestFirst.AddFirst(node);
            return node.Value.Bytes;
        }
    }

    public void Add(string key, byte[] bytes)
    {
        lock (_gate)
        {
            if (!_nodes.TryAdd(key, new LinkedListNode<(string Key, byte[] Bytes)>((key, bytes))))
            {
                return;
            }

            _latestFirst.AddFirst(_nodes[key]);
            _size += bytes.Length;
            while (_size > capacity && _latestFirst.Last is { } oldest && _latestFirst.Count > 1)
            {
                _latestFirst.RemoveLast();
                _nodes.Remove(oldest.Value.Key);
                _size -= oldest.Value.Bytes.Length;
            }
        }
    }
}
