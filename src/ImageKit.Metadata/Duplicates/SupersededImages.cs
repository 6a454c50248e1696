using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Duplicates;

/// <summary>
/// Finds the records that another record of the same image replaces: one of an earlier content, or one of the same content that
/// came twice. Replaced content is not a duplicate of anything.
/// </summary>
internal sealed class SupersededImages(ImageStore images, Func<int, PHash> hashOf)
{
    private readonly bool[] _superseded = new bool[images.Count];

    /// <summary>Which positions are superseded, among those from <paramref name="start"/> on and before <paramref name="end"/>.</summary>
    public bool[] Find(int start, int end)
    {
        // One pair of arrays for both: there may be millions.
        int[] positions = new int[end - start];
        uint[] keys = new uint[end - start];
        int withId = MarkRuns(start, positions, keys, position => images.KeysOf(position).FileId, MarkFile);
        if (withId < positions.Length)
        {
            _ = MarkRuns(start, positions, keys, position => images.KeysOf(position).FileUrl, MarkAddress);
        }

        return _superseded;
    }

    /// <summary>Marks among the records with equal keys; returns how many records have a key.</summary>
    private static int MarkRuns(int start, int[] positions, uint[] keys, Func<int, uint> keyOf, Action<int[]> mark)
    {
        int count = 0;
        for (int position = start; position < start + positions.Length; position++)
        {
            if (keyOf(position) is uint key and not 0)
            {
                keys[count] = key;
                positions[count++] = position;
            }
        }

        Array.Sort(keys, positions, 0, count);
        for (int first = 0; first < count;)
        {
            int last = first + 1;
            while (last < count && keys[last] == keys[first])
            {
                last++;
            }

            if (last - first > 1)
            {
                int[] run = positions.AsSpan(first, last - first).ToArray();
                Array.Sort(run);
                mark(run);
            }

            first = last;
        }

        return count;
    }

    /// <summary>Records with one file ID.</summary>
    private void MarkFile(int[] run)
    {
        foreach (IGrouping<(string?, string?), (int Position, ImageIdentity Identity)> image in Identify(run).GroupBy(record => (record.Identity.FileId, record.Identity.Transformation)))
        {
            MarkImage([.. image.Select(record => record.Position)], []);
        }
    }

    /// <summary>Records with one URL: those without a file ID are about the same file as all others, those with different IDs are not.</summary>
    private void MarkAddress(int[] run)
    {
        foreach (IGrouping<(string?, string?), (int Position, ImageIdentity Identity)> image in Identify(run).GroupBy(record => (record.Identity.FileUrl, record.Identity.Transformation)))
        {
            int[] withId = [.. image.Where(record => record.Identity.FileId is not null).Select(record => record.Position)];
            int[] withoutId = [.. image.Where(record => record.Identity.FileId is null).Select(record => record.Position)];
            bool isOneFile = image.Select(record => record.Identity.FileId).OfType<string>().Distinct(StringComparer.Ordinal).Count() < 2;
            if (withoutId.Length > 0)
            {
                MarkImage(isOneFile ? [.. withId, .. withoutId] : withoutId, isOneFile ? [] : withId);
            }
        }
    }

    private List<(int Position, ImageIdentity Identity)> Identify(int[] run) =>
        [.. run.Where(position => !_superseded[position]).Select(position => (position, ImageStore.IdentityOf(images.Read(position))))];

    /// <summary>
    /// Marks the records of one image that a later one, or an equal and preferred one, supersedes; of equal ones the first is
    /// preferred. The others are not marked.
    /// </summary>
    private void MarkImage(int[] records, int[] others)
    {
        long? latest = records.Concat(others).Max(images.UpdatedAtOf);
        HashSet<PHash> seen = [.. others.Select(hashOf)];
        foreach (int position in images.OrderByPreference(records).Select(index => records[index]))
        {
            _superseded[position] = images.UpdatedAtOf(position) < latest || !seen.Add(hashOf(position));
        }
    }
}
