namespace ImageKit.Metadata.Text;

/// <summary>What somebody may have meant who mistyped a name.</summary>
internal static class ClosestName
{
    /// <summary>The sentence to end an error message with; names all if none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string? nearest = Find(name, names);
        return nearest is not null ? $"Did you mean '{nearest}'?"
            : names.Length > 0 ? $"There are: {string.Join(", ", names)}."
            : "There are none.";
    }

    private static string? Find(string name, string[] known)
    {
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in known)
        {
            // Part of a name, or a name with more around it, is nearer than its letters say.
            string wanted = name.ToUpperInvariant();
            string offered = candidate.ToUpperInvariant();
            int distance = name.Length > 2 && (Holds(offered, wanted) || Holds(wanted, offered)) ? 1 : Distance(wanted, offered);

            // So is a mistyped beginning: 'Ovrsized' for OversizedFile.
            if (name.Length > 4 && offered.Length > name.Length)
            {
                distance = Math.Min(distance, 1 + Distance(wanted, offered.Substring(0, name.Length)));
            }

            // Of equally near ones the one of about the same length.
            if (distance < least || (distance == least && Math.Abs(candidate.Length - name.Length) < Math.Abs(nearest!.Length - name.Length)))
            {
                (nearest, least) = (candidate, distance);
            }
        }

        // More than half of the letters wrong is another word.
        return least <= Math.Max(2, name.Length / 2) ? nearest : null;
    }

    private static bool Holds(string text, string part) => text.Replace(part, string.Empty).Length != text.Length;

    /// <summary>Levenshtein's distance.</summary>
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
