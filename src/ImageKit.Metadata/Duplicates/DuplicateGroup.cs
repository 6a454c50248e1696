namespace ImageKit.Metadata;

/// <summary>Images that look alike.</summary>
public sealed class DuplicateGroup
{
    /// <summary>The one to keep: most pixels, then most bytes, then first seen.</summary>
    public DuplicateMember Representative { get; set; } = new();

    /// <summary>All images of the group, the representative first, then as they would take its place.</summary>
    public DuplicateMember[] Members { get; set; } = [];

    /// <summary>How many images the group has, 2 or more.</summary>
    public int Count { get; set; }

    /// <summary>The distance of the two members farthest apart, in bits, 0 to 64.</summary>
    public int WidestDistance { get; set; }

    /// <summary>The bytes that removing all but the representative would free; members of unknown size count nothing.</summary>
    public long ReclaimableBytes { get; set; }

    /// <summary>Count and representative.</summary>
    public override string ToString() => $"{Count} like {Representative}";
}
