namespace ImageKit.Metadata.Text;

/// <summary>Suggests the known name that is closest to a mistyped one.</summary>
internal static class ClosestName
{
    /// <summary>The last sentence of an error message: the closest name, or all names if none is close.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string? closest = FindClosest(name, names);
        return closest is not null ? $"Did you mean '{closest}'?"
            : names.Length > 0 ? $"There are: {string.Join(", ", names)}."
            : "There are none.";
    }

    private static string? FindClosest(string name, string[] known)
    {
        string? closest = null;
        int least = int.MaxValue;
        foreach (string candidate in known)
        {
            // Part of a name, or a name with more around it, is closer than the number of edits suggests.
            string wanted = name.ToUpperInvariant();
            string offered = candidate.ToUpperInvariant();
            bool isPart = offered.Contains(wanted, StringComparison.Ordinal) || wanted.Contains(offered, StringComparison.Ordinal);
            int distance = name.Length > 2 && isPart ? 1 : Distance(wanted, offered);

            // So is a mistyped prefix: 'Ovrsized' for OversizedFile.
            if (name.Length > 4 && offered.Length > name.Length)
            {
                distance = Math.Min(distance, 1 + Distance(wanted, offered.Substring(0, name.Length)));
            }

            // Of equally close names the one of about the same length.
            if (distance < least || (distance == least && Math.Abs(candidate.Length - name.Length) < Math.Abs(closest!.Length - name.Length)))
            {
                (closest, least) = (candidate, distance);
            }
        }

        // With more than half of its letters wrong it is another word.
        return least <= Math.Max(2, name.Length / 2) ? closest : null;
    }

    /// <summary>The Levenshtein distance.</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[right.Length];
    }
}
