namespace ImageKit.Metadata.Reporting;

/// <summary>One group of images that look alike: the one to keep, and the first of its copies.</summary>
internal sealed class DuplicateSet(string original)
{
    /// <summary>The URL or file ID of the image to keep.</summary>
    public string Original => original;

    public List<AuditFinding> Copies { get; } = [];

    /// <summary>How many copies there are in all.</summary>
    public long Count { get; set; }

    public long SavingBytes { get; set; }
}
