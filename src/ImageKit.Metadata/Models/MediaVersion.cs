namespace ImageKit.Metadata;

/// <summary>A version of a file.</summary>
public sealed class MediaVersion
{
    /// <summary>The version's id.</summary>
    public string? Id { get; set; }

    /// <summary>Its name, such as <c>Version 2</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Fields of the answer that this version does not know, and known ones whose value could not be understood.</summary>
    public PropertyBag AdditionalData { get; set; } = new();

    /// <summary>The name.</summary>
    public override string ToString() => Name ?? Id ?? string.Empty;
}
