using System.Numerics;

namespace Benchmarks.PerceptualHashing;

/// <summary>
/// The usual BK-tree, in arrays: a node's children are those at distance 0, 1, 2, … of it, one subtree each, and the
/// triangle inequality says which subtrees may hold something near. What duplicate finders commonly use.
/// </summary>
internal sealed class BkTree(int capacity)
{
    private readonly ulong[] _codes = new ulong[capacity];
    private readonly int[] _firstChild = new int[capacity];
    private readonly int[] _nextSibling = new int[capacity];
    private readonly byte[] _distanceToParent = new byte[capacity];
    private readonly Stack<int> _pending = new();
    private int _count;

    internal void Add(ulong code)
    {
        int added = _count++;
        _codes[added] = code;
        _firstChild[added] = _nextSibling[added] = -1;
        int node = 0;
        while (node != added)
        {
            int distance = BitOperations.PopCount(code ^ _codes[node]);
            int child = _firstChild[node];
            while (child >= 0 && _distanceToParent[child] != distance)
            {
                child = _nextSibling[child];
            }

            if (child < 0)
            {
                _distanceToParent[added] = (byte)distance;
                _nextSibling[added] = _firstChild[node];
                _firstChild[node] = child = added;
            }

            node = child;
        }
    }

    /// <summary>How many hashes are within the radius of one.</summary>
    internal int CountWithin(ulong code, int radius)
    {
        int found = 0;
        _pending.Push(0);
        while (_pending.TryPop(out int node))
        {
            int distance = BitOperations.PopCount(code ^ _codes[node]);
            found += distance <= radius ? 1 : 0;
            for (int child = _firstChild[node]; child >= 0; child = _nextSibling[child])
            {
                if (Math.Abs(_distanceToParent[child] - distance) <= radius)
                {
                    _pending.Push(child);
                }
            }
        }

        return found;
    }
}
