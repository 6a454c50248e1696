namespace ImageKit.Metadata;

/// <summary>A tag that an automatic tagging service set.</summary>
public sealed class MediaTag
{
    /// <summary>The tag.</summary>
    public string? Name { get; set; }

    /// <summary>The confidence, 0 to 100 percent.</summary>
    public double? Confidence { get; set; }

    /// <summary>The tagging service: <c>google-auto-tagging</c>, <c>aws-auto-tagging</c>…</summary>
    public string? Source { get; set; }

    /// <summary>Fields of the response that this version does not know, and known fields whose value could not be converted.</summary>
    public PropertyBag AdditionalData { get; set; } = new();

    /// <summary>The tag.</summary>
    public override string ToString() => Name ?? string.Empty;
}
