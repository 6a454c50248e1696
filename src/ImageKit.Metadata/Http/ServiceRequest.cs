namespace ImageKit.Metadata.Http;

/// <summary>
/// One request to the service: its endpoint, the path and query below the API's base address, already encoded, and what is
/// requested, in the user's words, for messages.
/// </summary>
internal sealed record ServiceRequest(ServiceEndpoint Endpoint, string PathAndQuery, string Subject)
{
    /// <summary>
    /// The HTTP method. Every request may be sent again after a failure, writes too: they set a value, or add or remove a tag, so
    /// that a write that is applied twice has the same result as one that is applied once.
    /// </summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>The JSON body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The cheapest request, which shows whether the service accepts the private key.</summary>
    public static ServiceRequest KeyCheck { get; } = new(ServiceEndpoint.ListFiles, "v1/files?limit=1", "the private key");
}
