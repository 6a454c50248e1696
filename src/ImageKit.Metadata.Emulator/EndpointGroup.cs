namespace ImageKit.Metadata.Emulator;

/// <summary>The endpoints that have a rate limit of their own.</summary>
public enum EndpointGroup
{
    /// <summary><c>GET /v1/metadata?url=</c></summary>
    MetadataByUrl,

    /// <summary><c>GET /v1/files/{fileId}/metadata</c></summary>
    MetadataById,

    /// <summary><c>GET /v1/files</c></summary>
    List,

    /// <summary><c>GET /v1/files/{fileId}/details</c></summary>
    Details,
}
