namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>Union-find. Sets may be united from many threads at once.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parents = Enumerable.Range(0, count).ToArray();

    /// <summary>The least member of the set that an item is in.</summary>
    internal int Find(int item)
    {
        while (true)
        {
            int parent = Volatile.Read(ref _parents[item]);
            if (parent == item)
            {
                return item;
            }

            // Halving the path; if another thread was faster, its shortcut is as good.
            int grandparent = Volatile.Read(ref _parents[parent]);
            if (grandparent != parent)
            {
                Interlocked.CompareExchange(ref _parents[item], grandparent, parent);
            }

            item = grandparent;
        }
    }

    internal void Union(int first, int second)
    {
        while (true)
        {
            first = Find(first);
            second = Find(second);
            if (first == second)
            {
                return;
            }

            // The lesser becomes the root, so that the outcome does not depend on which thread comes first.
            (int lesser, int greater) = first < second ? (first, second) : (second, first);
            if (Interlocked.CompareExchange(ref _parents[greater], lesser, greater) == greater)
            {
                return;
            }
        }
    }
}
