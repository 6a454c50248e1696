namespace ImageKit.Metadata;

/// <summary>A tag that a machine gave a file.</summary>
public sealed class MediaTag
{
    /// <summary>The tag.</summary>
    public string? Name { get; set; }

    /// <summary>How sure the machine is, 0 to 100 percent.</summary>
    public double? Confidence { get; set; }

    /// <summary>Which machine: <c>google-auto-tagging</c>, <c>aws-auto-tagging</c>…</summary>
    public string? Source { get; set; }

    /// <summary>Fields of the answer that this version does not know, and known ones whose value could not be understood.</summary>
    public PropertyBag AdditionalData { get; set; } = new();

    /// <summary>The tag.</summary>
    public override string ToString() => Name ?? string.Empty;
}
