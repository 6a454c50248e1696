namespace ImageKit.Metadata;

/// <summary>A version of a file.</summary>
public sealed class MediaVersion
{
    /// <summary>The version ID.</summary>
    public string? Id { get; set; }

    /// <summary>Its name, such as <c>Version 2</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Fields of the response that this version does not know, and known fields whose value could not be converted.</summary>
    public PropertyBag AdditionalData { get; set; } = new();

    /// <summary>The name.</summary>
    public override string ToString() => Name ?? Id ?? string.Empty;
}
