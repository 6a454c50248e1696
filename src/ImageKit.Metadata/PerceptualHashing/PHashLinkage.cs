namespace ImageKit.Metadata;

/// <summary>What holds a group of near-duplicates together.</summary>
public enum PHashLinkage
{
    /// <summary>
    /// Single linkage: two hashes are in one group if a chain of hashes leads from one to the other, each within the
    /// distance of the next. The ends of a long chain can be far apart.
    /// </summary>
    Connected,

    /// <summary>
    /// Complete linkage: every hash of a group is within the distance of every other. The hashes are taken in order
    /// of preference; each joins the earliest founded group that it is within the distance of all members of, or
    /// else founds a group.
    /// </summary>
    Complete,
}
