namespace ImageKit.Metadata.Http;

/// <summary>The endpoints. Each has a rate limit of its own.</summary>
internal enum ServiceEndpoint
{
    /// <summary><c>GET /v1/metadata</c>.</summary>
    UrlMetadata,

    /// <summary><c>GET /v1/files/{fileId}/metadata</c>.</summary>
    FileMetadata,

    /// <summary><c>GET /v1/files</c>.</summary>
    ListFiles,

    /// <summary><c>GET /v1/files/{fileId}/details</c>.</summary>
    FileDetails,

    /// <summary><c>PATCH /v1/files/{fileId}/details</c>.</summary>
    UpdateDetails,

    /// <summary><c>POST /v1/files/addTags</c>.</summary>
    AddTags,

    /// <summary><c>POST /v1/files/removeTags</c>.</summary>
    RemoveTags,

    /// <summary><c>GET /v1/customMetadataFields</c>.</summary>
    CustomMetadataFields,
}
