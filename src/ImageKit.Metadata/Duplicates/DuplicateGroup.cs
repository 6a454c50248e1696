namespace ImageKit.Metadata;

/// <summary>Images that look alike.</summary>
public sealed class DuplicateGroup
{
    /// <summary>
    /// The one to keep: the one with the most pixels, then the most bytes, then the older upload, then the shorter name, then the
    /// first URL in ordinal order, unless another choice was made. It does not depend on the order of the input.
    /// </summary>
    public DuplicateMember Representative { get; set; } = new();

    /// <summary>All images of the group, each file once: the representative first, then the others in the order of preference.</summary>
    public DuplicateMember[] Members { get; set; } = [];

    /// <summary>How many images the group has, 2 or more.</summary>
    public int Count { get; set; }

    /// <summary>How many of the images are new: not part of the reference set. All are new without a reference set.</summary>
    public int NewCount { get; set; }

    /// <summary>The distance of the two members farthest apart, in bits, 0 to 64.</summary>
    public int WidestDistance { get; set; }

    /// <summary>The bytes that removing all but the representative would free; members of unknown size count nothing.</summary>
    public long ReclaimableBytes { get; set; }

    /// <summary>Count and representative.</summary>
    public override string ToString() => $"{Count} like {Representative}";
}
