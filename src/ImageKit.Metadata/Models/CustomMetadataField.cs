namespace ImageKit.Metadata;

/// <summary>
/// A field of the account's custom metadata, as
/// <see href="https://imagekit.io/docs/api-reference/digital-asset-management-dam/custom-metadata-fields">GET /v1/customMetadataFields</see>
/// reports it.
/// </summary>
public sealed class CustomMetadataField
{
    /// <summary>The field's ID.</summary>
    public string? Id { get; set; }

    /// <summary>The name, which is the key in the custom metadata of files.</summary>
    public string? Name { get; set; }

    /// <summary>The name that the dashboard shows.</summary>
    public string? Label { get; set; }

    /// <summary>The type, in the service's words: <c>Text</c>, <c>Date</c>, <c>SingleSelect</c>…</summary>
    public string? Type { get; set; }

    /// <summary>Whether an upload must have a value.</summary>
    public bool IsRequired { get; set; }

    /// <summary>The rest of the schema, and fields of the response that this version does not know.</summary>
    public PropertyBag AdditionalData { get; set; } = new();

    /// <summary>The name.</summary>
    public override string ToString() => Name ?? Id ?? nameof(CustomMetadataField);
}
