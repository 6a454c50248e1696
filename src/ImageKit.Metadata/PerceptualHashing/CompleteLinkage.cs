namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>
/// Divides a connected component so that in every group each hash is within the radius of each other: the hashes are
/// taken in order, and each joins the earliest founded group whose members are all within the radius, or founds one.
/// </summary>
internal static class CompleteLinkage
{
    /// <summary>
    /// A component in which so large a part of all pairs is near is divided by comparing its hashes; in a larger and
    /// sparser one that would be quadratic, and the near pairs are looked up instead.
    /// </summary>
    internal const int DensePart = 32;

    /// <summary>Divides the hashes of a component, which are in order, by comparing.</summary>
    /// <returns>The group of each hash, numbered as they were founded.</returns>
    internal static int[] Divide(ulong[] codes, int radius, CancellationToken cancellationToken)
    {
        int[] groupOf = new int[codes.Length];
        var groups = new List<List<ulong>>();
        for (int i = 0; i < codes.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int group = groups.FindIndex(members => AreAllNear(members, codes[i], radius));
            if (group < 0)
            {
                group = groups.Count;
                groups.Add([]);
            }

            groups[group].Add(codes[i]);
            groupOf[i] = group;
        }

        return groupOf;
    }

    /// <summary>Divides by the near pairs.</summary>
    /// <param name="earlierStarts">Where in <paramref name="earlier"/> each hash's start; one more than there are hashes.</param>
    /// <param name="earlier">For each hash, the ones near it that come earlier in the order.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The group of each hash, numbered as they were founded.</returns>
    internal static int[] Divide(int[] earlierStarts, int[] earlier, CancellationToken cancellationToken)
    {
        int count = earlierStarts.Length - 1;
        int[] groupOf = new int[count];
        int[] sizes = new int[count];
        int[] near = new int[count];
        int groups = 0;
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int best = groups;
            for (int j = earlierStarts[i]; j < earlierStarts[i + 1]; j++)
            {
                // A group is joined when as many of its members are near as it has.
                int group = groupOf[earlier[j]];
                if (++near[group] == sizes[group] && group < best)
                {
                    best = group;
                }
            }

            for (int j = earlierStarts[i]; j < earlierStarts[i + 1]; j++)
            {
                near[groupOf[earlier[j]]] = 0;
            }

            groups = Math.Max(groups, best + 1);
            groupOf[i] = best;
            sizes[best]++;
        }

        return groupOf;
    }

    private static bool AreAllNear(List<ulong> members, ulong code, int radius)
    {
        foreach (ulong member in members)
        {
            if (PopulationCount.Of(member ^ code) > radius)
            {
                return false;
            }
        }

        return true;
    }
}
