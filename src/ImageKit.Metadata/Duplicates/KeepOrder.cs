namespace ImageKit.Metadata.Duplicates;

/// <summary>The choices of which member of a group to keep. If a choice finds no difference, ImagePreference decides.</summary>
internal static class KeepOrder
{
    /// <summary>The choices by name; null stands for ImagePreference itself.</summary>
    public static readonly IReadOnlyDictionary<string, IComparer<DuplicateMember>?> ByName = new Dictionary<string, IComparer<DuplicateMember>?>(StringComparer.OrdinalIgnoreCase)
    {
        ["Largest"] = null,
        ["Smallest"] = By(PixelsOf, member => member.Size),
        ["Oldest"] = By(member => member.UpdatedAt?.Ticks),
        ["Newest"] = By(member => -member.UpdatedAt?.Ticks),
        ["ShortestName"] = By(member => member.ToName() is { Length: > 0 } name ? name.Length : null),
    };

    /// <summary>The least value first, a member without a value last.</summary>
    private static Comparer<DuplicateMember> By(params Func<DuplicateMember, double?>[] measures) => Comparer<DuplicateMember>.Create((left, right) =>
    {
        foreach (Func<DuplicateMember, double?> measure in measures)
        {
            int order = (measure(left) ?? double.PositiveInfinity).CompareTo(measure(right) ?? double.PositiveInfinity);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    });

    private static double? PixelsOf(DuplicateMember member) => member.Width > 0 && member.Height > 0 ? (double)member.Width * member.Height : null;
}
