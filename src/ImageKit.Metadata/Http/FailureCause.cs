namespace ImageKit.Metadata.Http;

/// <summary>What is known about the cause of a failure beyond its kind, so that an error can recommend the right action.</summary>
internal enum FailureCause
{
    /// <summary>Nothing more than the kind.</summary>
    Unknown,

    /// <summary>The certificate of the service, or of a proxy that replaces it, is not valid.</summary>
    InvalidCertificate,

    /// <summary>The proxy requires a user name and a password (407).</summary>
    ProxyAuthentication,

    /// <summary>The proxy refused the connection, or could not be reached.</summary>
    ProxyFailed,

    /// <summary>The host name of the service cannot be resolved.</summary>
    NameNotResolved,

    /// <summary>The path of <c>-ApiBaseUri</c> ends with <c>/v1</c>, which requests add themselves.</summary>
    VersionInBaseUri,

    /// <summary>The service reports that the file is corrupt.</summary>
    CorruptFile,

    /// <summary>The service, or a firewall in front of it, refused this request but accepts the key.</summary>
    RefusedItem,

    /// <summary>The response is JSON of another shape than what was requested.</summary>
    WrongShape,

    /// <summary>The text cannot be a file ID; a URL or a path is none.</summary>
    InvalidFileId,
}
